package io.sluice.standalone.storm;

import static java.util.concurrent.CompletableFuture.delayedExecutor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One process that can be hurt. When it ends by itself it is started again, as whoever runs services does it. Safe
/// for use by many threads.
final class Service implements AutoCloseable {

    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration STOP_GRACE = Duration.ofSeconds(60);

    private final ServiceName name;
    private final Supplier<ProcessBuilder> launch;
    private final BooleanSupplier ready;

    // guarded by this
    private final List<Duration> startTimes = new ArrayList<>();
    private final List<String> surprises = new ArrayList<>();
    private @Nullable Process process;
    private @Nullable Process leaving;
    private boolean wanted;
    private boolean wasReady;
    private int restarts;

    /// @param ready whether the process can do its work now
    Service(ServiceName name, Supplier<ProcessBuilder> launch, BooleanSupplier ready) {
        this.name = name;
        this.launch = launch;
        this.ready = ready;
    }

    ServiceName name() {
        return name;
    }

    /// Starts it, or sees to it that it is started once the process that is just ending has ended.
    synchronized void start() {
        wanted = true;
        if (process != null && process.isAlive()) {
            return;
        }
        try {
            var fresh = launch.get().start();
            process = fresh;
            wasReady = false;
            var began = System.nanoTime();
            Thread.ofVirtual().name("watch-" + name).start(() -> watch(fresh, began));
            var _ = fresh.onExit().thenAccept(this::ended);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /// Ends it at once and keeps it down.
    void kill() {
        hold().ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().join();
        });
    }

    /// Asks it to stop, and keeps it down.
    void stop() {
        hold().ifPresent(running -> {
            leave(running);
            running.destroy();
            var _ = running.onExit()
                    .orTimeout(STOP_GRACE.toSeconds(), TimeUnit.SECONDS)
                    .exceptionally(_ -> {
                        note(name + " did not stop within " + STOP_GRACE.toSeconds() + " s of SIGTERM");
                        running.destroyForcibly();
                        return running;
                    });
        });
    }

    /// Asks it to stop, and starts it again once it has.
    void restart() {
        var past = running();
        stop();
        past.ifPresent(running -> running.onExit().join());
        start();
    }

    private synchronized Optional<Process> hold() {
        wanted = false;
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    private synchronized void leave(Process running) {
        leaving = running;
    }

    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    boolean isReady() {
        return running().isPresent() && ready.getAsBoolean();
    }

    /// The process, if it lives.
    synchronized Optional<Process> running() {
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    /// How long it took to be ready each time it was started, apart from starts that did not get that far.
    synchronized List<Duration> startTimes() {
        return List.copyOf(startTimes);
    }

    /// What it did that it must not do.
    synchronized List<String> surprises() {
        return List.copyOf(surprises);
    }

    /// How often it was started again because it had ended by itself, before it was ready.
    synchronized int restarts() {
        return restarts;
    }

    @Override
    public void close() {
        hold().ifPresent(running -> {
            signal("CONT");
            running.destroyForcibly();
            running.onExit().join();
        });
    }

    private synchronized void note(String surprise) {
        surprises.add(surprise);
    }

    private synchronized void ended(Process past) {
        if (!past.equals(process) || !wanted) {
            return;
        }
        if (past.equals(leaving)) {
            start();
            return;
        }
        if (wasReady) {
            note(name + " ended by itself with " + past.exitValue());
        }
        restarts++;
        delayedExecutor(RESTART_DELAY.toMillis(), TimeUnit.MILLISECONDS).execute(this::startIfWanted);
    }

    private synchronized void startIfWanted() {
        if (wanted) {
            start();
        }
    }

    /// Measures how long a process takes to be ready.
    private void watch(Process fresh, long began) {
        try {
            while (fresh.isAlive()) {
                if (ready.getAsBoolean()) {
                    synchronized (this) {
                        wasReady |= fresh.equals(process);
                        startTimes.add(Duration.ofNanos(System.nanoTime() - began));
                    }
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String signal) {
        running().ifPresent(target -> {
            try {
                new ProcessBuilder("kill", "-" + signal, Long.toString(target.pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .onExit()
                        .join();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot send SIG" + signal + " to " + name, e);
            }
        });
    }
}
