package io.sluice.lane;

import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread of a lane, which runs one task after the other.
final class LaneThread<T extends Task> {

    private static final Logger LOG = LoggerFactory.getLogger(LaneThread.class);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Lane<T> lane;
    private final Thread thread;
    private final Heartbeat heartbeat;

    /// Start of the current task, of [System#nanoTime()]; 0 while there is none.
    private volatile long workingSince;

    private volatile boolean failed;

    private LaneThread(Lane<T> lane, String name, Heartbeats heartbeats) {
        this.lane = lane;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
        this.heartbeat = heartbeats.register(name, thread::interrupt);
    }

    static <T extends Task> LaneThread<T> start(Lane<T> lane, String name, Heartbeats heartbeats) {
        var thread = new LaneThread<>(lane, name, heartbeats);
        thread.thread.start();
        return thread;
    }

    private void run() {
        try (heartbeat) {
            var open = true;
            while (open) {
                open = takeOne();
            }
        } catch (Error e) {
            failed = true;
            LOG.atError().setCause(e).addKeyValue("lane", lane.name()).log("worker ended by an error");
        }
    }

    /// @return whether the lane is still open
    private boolean takeOne() {
        heartbeat.rest();
        try {
            var task = lane.take();
            if (task == null) {
                return false;
            }
            work(task);
        } catch (InterruptedException _) { // by the watchdog, or at the end of the lane, which the next take notices
            LOG.atDebug().addKeyValue("lane", lane.name()).log("task interrupted");
        }
        return true;
    }

    private void work(T task) throws InterruptedException {
        heartbeat.beat(lane.config().longest());
        var host = task.host(); // the next stage may have another one
        var start = System.nanoTime();
        workingSince = start | 1;
        var processor = processorNanos();
        var used = Cost.NONE;
        try {
            used = task.run();
        } finally {
            workingSince = 0;
            lane.done(
                    task,
                    host,
                    used.seconds(Duration.ofNanos(System.nanoTime() - start)),
                    (processorNanos() - processor) / 1e9);
        }
    }

    /// Returns the processor time of the current thread; 0 where it is not measured.
    private static long processorNanos() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
    }

    boolean isWorking() {
        return workingSince != 0;
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    boolean isStuck() {
        var since = workingSince;
        return since != 0 && System.nanoTime() - since > lane.config().longest().toNanos();
    }

    boolean failed() {
        return failed;
    }

    boolean ended(Duration limit) throws InterruptedException {
        return thread.join(limit);
    }

    void interrupt() {
        thread.interrupt();
    }
}
