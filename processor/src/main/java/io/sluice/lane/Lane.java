package io.sluice.lane;

import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A fair queue of tasks and the threads that run them, from [#start] to [#close()]. Thread-safe.
public final class Lane<T extends Task> implements AutoCloseable {

    private final LaneName name;
    private final LaneConfig config;
    private final Gate<T> gate;
    private final Turnstile turnstile;
    private final List<LaneThread<T>> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// This and the fields below are guarded by the lock.
    private final FairQueue<T> queue = new FairQueue<>();

    private final Map<String, Integer> runningOfTenants = new HashMap<>();
    private final Map<String, Integer> runningOnHosts = new HashMap<>();
    private final Set<T> running = Collections.newSetFromMap(new IdentityHashMap<>());
    private long begun;
    private boolean closed;

    /// Whether the turnstile has refused an organization during the last look into the queue.
    private boolean refused;

    /// Whether a thread waits to look again for an organization that the turnstile has refused.
    private boolean looking;

    private Lane(LaneName name, LaneConfig config, Gate<T> gate, Turnstile turnstile) {
        this.name = name;
        this.config = config;
        this.gate = gate;
        this.turnstile = turnstile;
    }

    /// Starts the threads.
    ///
    /// @param gate      decides which tasks may begin; the caller calls [#recheck] when it opens
    /// @param turnstile decides which organizations may begin tasks
    public static <T extends Task> Lane<T> start(
            LaneName name, LaneConfig config, Gate<T> gate, Turnstile turnstile, Heartbeats heartbeats) {
        var lane = new Lane<T>(name, config, gate, turnstile);
        for (var number = 0; number < config.threads(); number++) {
            lane.threads.add(LaneThread.start(lane, "sluice-" + name + '-' + number, heartbeats));
        }
        return lane;
    }

    /// Adds a task, which waits for its turn. After the end of the lane it is dropped.
    public void add(T task) {
        lock.lock();
        try {
            if (!closed) {
                queue.add(task.flow(), task, System.nanoTime());
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Checks again which tasks may begin.
    public void recheck() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Drops tasks that have not begun.
    public void removeIf(Predicate<T> tasks) {
        lock.lock();
        try {
            queue.removeIf(tasks);
        } finally {
            lock.unlock();
        }
    }

    /// Takes the next task; null at the end of the lane.
    @Nullable
    T take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var looked = false;
            while (!closed) {
                refused = false;
                var task = queue.poll(this::mayRun, this::mayRun, System.nanoTime());
                if (task != null) {
                    begin(task);
                    if (refused || looked) {
                        changed.signal(); // another thread checks the refused organizations while this one works
                    }
                    return task;
                }
                looked = refused && !looking;
                if (looked) {
                    looking = true;
                    try {
                        var _ = changed.awaitNanos(turnstile.nextLook());
                    } finally {
                        looking = false;
                    }
                } else {
                    changed.await();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void begin(T task) {
        running.add(task);
        begun++;
        turnstile.began(task.flow().tenant());
        runningOfTenants.merge(task.flow().tenant(), 1, Integer::sum);
        if (task.host() != null) {
            runningOnHosts.merge(task.host(), 1, Integer::sum);
        }
    }

    private boolean mayRun(String tenant) {
        if (runningOfTenants.getOrDefault(tenant, 0) >= config.perTenant()) {
            return false;
        }
        var admitted = turnstile.admits(tenant);
        refused |= !admitted;
        return admitted;
    }

    private boolean mayRun(T task) {
        return (task.host() == null || runningOnHosts.getOrDefault(task.host(), 0) < config.perHost())
                && gate.admits(task, running.size());
    }

    /// Records that a task has ended. Another one of its organization or host may begin.
    ///
    /// @param host      of the task when it began
    /// @param cost      of its turn, in seconds
    /// @param processor seconds for which it used a processor
    void done(T task, @Nullable String host, double cost, double processor) {
        lock.lock();
        try {
            var flow = task.flow();
            running.remove(task);
            queue.done(flow, cost);
            if (name != LaneName.FETCH) { // where tasks wait for others
                turnstile.ended(flow.tenant(), cost, processor);
            }
            decrement(runningOfTenants, flow.tenant());
            if (host != null) {
                decrement(runningOnHosts, host);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private static void decrement(Map<String, Integer> running, String key) {
        running.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }

    public LaneName name() {
        return name;
    }

    LaneConfig config() {
        return config;
    }

    /// Returns the number of waiting tasks of a class.
    public int waiting(boolean bulk) {
        lock.lock();
        try {
            return queue.waiting(bulk);
        } finally {
            lock.unlock();
        }
    }

    /// Returns the pixels that the waiting tasks decode in their next stages.
    public long waitingPixels() {
        lock.lock();
        try {
            return queue.sum(Task::pixels);
        } finally {
            lock.unlock();
        }
    }

    /// Returns the tasks in progress and those that are likely to begin next.
    ///
    /// @param next maximum number of the latter
    public List<T> inWork(int next) {
        lock.lock();
        try {
            var tasks = new ArrayList<>(running);
            tasks.addAll(queue.first(next));
            return tasks;
        } finally {
            lock.unlock();
        }
    }

    /// Returns the number of tasks that have begun since the start.
    public long begun() {
        lock.lock();
        try {
            return begun;
        } finally {
            lock.unlock();
        }
    }

    /// Returns the longest time that an organization has waited for its turn.
    public Duration longestWait() {
        lock.lock();
        try {
            return Duration.ofNanos(queue.longestWait(System.nanoTime()));
        } finally {
            lock.unlock();
        }
    }

    /// Returns the number of threads.
    public int size() {
        return config.threads();
    }

    /// Returns the number of tasks in progress.
    public int running() {
        return (int) threads.stream().filter(LaneThread::isWorking).count();
    }

    /// Returns the number of threads that are alive.
    public int alive() {
        return (int) threads.stream().filter(LaneThread::isAlive).count();
    }

    /// Returns whether a task exceeds its time.
    public boolean isStuck() {
        return threads.stream().anyMatch(LaneThread::isStuck);
    }

    /// Returns whether an [Error] has ended a thread.
    public boolean failed() {
        return threads.stream().anyMatch(LaneThread::failed);
    }

    /// Ends the threads after their tasks in progress, and drops waiting tasks. Returns at once.
    public void end() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns whether all threads have ended within `limit`, after [#end()].
    public boolean ended(Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        for (var thread : threads) {
            if (!thread.ended(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    /// Interrupts the tasks in progress.
    public void interrupt() {
        threads.forEach(LaneThread::interrupt);
    }

    @Override
    public void close() {
        end();
        interrupt();
    }
}
