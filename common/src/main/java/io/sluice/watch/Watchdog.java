package io.sluice.watch;

import io.sluice.watch.exit.ExitCode;
import io.sluice.watch.exit.ExitReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// A platform thread that checks that the process works: that it answers `/health/live`, that virtual threads
/// run, and that every loop of [Heartbeats] beats. A part that hangs is kicked; if it still hangs after that,
/// the process exits with [ExitCode#STOOD_STILL], so that its supervisor restarts it. [Pace] distinguishes a
/// hang from a stopped or starved machine.
///
/// The thread waits for nothing but its own clock: separate threads send health requests, write log lines and
/// kick loops, since the locks for that may be part of the hang.
public final class Watchdog implements AutoCloseable {

    /// Time between two rounds.
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final int MOST_LINES_WAITING = 100;

    private final Pace pace;
    private final Standstill standstill;
    private final HealthProbe health;
    private final VirtualThreadProbe virtualThreads = new VirtualThreadProbe();
    private final RunQueue runQueue = RunQueue.ofThisProcess();
    private final Heartbeats heartbeats;
    private final Path directory;
    private final IntConsumer halt;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService log = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MOST_LINES_WAITING),
            Thread.ofPlatform().daemon().name("sluice-watchdog-log").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    private Watchdog(
            WatchdogConfig config,
            Duration interval,
            HealthProbe health,
            Heartbeats heartbeats,
            Path directory,
            IntConsumer halt) {
        this.pace = new Pace(interval);
        this.standstill = new Standstill(config);
        this.health = health;
        this.heartbeats = heartbeats;
        this.directory = directory;
        this.halt = halt;
    }

    /// Starts the watchdog of this process.
    ///
    /// @param host      the address that its HTTP port was opened on
    /// @param port      answers `/health/live`
    /// @param directory directory of the file with all threads that is written before the process is halted
    public static Watchdog start(WatchdogConfig config, String host, int port, Heartbeats heartbeats, Path directory) {
        return start(config, INTERVAL, host, port, heartbeats, directory, Runtime.getRuntime()::halt);
    }

    static Watchdog start(
            WatchdogConfig config,
            Duration interval,
            String host,
            int port,
            Heartbeats heartbeats,
            Path directory,
            IntConsumer halt) {
        var watchdog = new Watchdog(config, interval, HealthProbe.start(host, port), heartbeats, directory, halt);
        Thread.ofPlatform().daemon().name("sluice-watchdog").start(watchdog::run);
        return watchdog;
    }

    @Override
    public void close() {
        closed.countDown();
        health.close();
        log.shutdown();
    }

    private void run() {
        var last = System.nanoTime();
        try {
            do {
                health.ask();
                virtualThreads.ask();
                var ended = closed.await(pace.interval().toNanos(), TimeUnit.NANOSECONDS);
                var now = System.nanoTime();
                if (!ended && !round(Duration.ofNanos(now - last))) {
                    return;
                }
                last = now;
            } while (closed.getCount() > 0);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return whether to continue
    private boolean round(Duration elapsed) {
        var exits = new ArrayList<Standstill.Verdict.Exit>();
        for (var verdict : standstill.round(looks(), pace.counted(elapsed, waited()), Instant.now())) {
            switch (verdict) {
                case Standstill.Verdict.Kick kick -> kick(kick);
                case Standstill.Verdict.Recovered(var look, var since) ->
                    log(LOG.atInfo().addKeyValue("what", look.name()).addKeyValue("since", since), "hang ended");
                case Standstill.Verdict.Exit exit -> exits.add(exit);
            }
        }
        if (exits.isEmpty()) {
            return true;
        }
        exit(exits);
        return false;
    }

    private List<Look> looks() {
        var looks = new ArrayList<Look>();
        looks.add(health.look());
        looks.add(virtualThreads.look());
        for (var heartbeat : heartbeats.all()) {
            looks.add(new Look(heartbeat, heartbeat.loop(), heartbeat.beats(), heartbeat.isAllowed()));
        }
        return looks;
    }

    /// Returns how long our threads have waited for a processor; measured only while something hangs, since
    /// it reads a file for each thread.
    private Duration waited() {
        if (standstill.longest().compareTo(pace.interval()) <= 0) {
            runQueue.forget();
            return Duration.ZERO;
        }
        return runQueue.waited();
    }

    private void kick(Standstill.Verdict.Kick kick) {
        log(LOG.atWarn().addKeyValue("what", kick.look().name()).addKeyValue("since", kick.since()), "hang detected");
        if (kick.look().thing() instanceof Heartbeat heartbeat) {
            Thread.ofPlatform().daemon().name("sluice-watchdog-kick").start(() -> kick(heartbeat));
        }
    }

    private static void kick(Heartbeat heartbeat) {
        try {
            heartbeat.kick();
        } catch (RuntimeException e) { // the loop still hangs, and the process ends in time
            LOG.atWarn().addKeyValue("what", heartbeat.loop()).setCause(e).log("loop kick failed");
        }
    }

    private void log(LoggingEventBuilder line, String message) {
        log.execute(() -> line.log(message));
    }

    private void exit(List<Standstill.Verdict.Exit> exits) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("what", exits.stream().map(it -> it.look().name()).collect(Collectors.joining(", ")));
        facts.put(
                "since",
                exits.stream()
                        .map(Standstill.Verdict.Exit::since)
                        .min(Instant::compareTo)
                        .map(Instant::toString)
                        .orElse("unknown"));
        facts.put("code", Integer.toString(ExitCode.STOOD_STILL));
        ExitReport.write("process halted, a part of it hung", facts, directory);
        halt.accept(ExitCode.STOOD_STILL);
    }
}
