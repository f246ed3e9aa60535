package io.sluice.lab.storm.cluster;

import static java.util.concurrent.CompletableFuture.delayedExecutor;

import io.sluice.lab.process.Freeze;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One process with controllable faults. When it ends by itself it is restarted, as a service manager does.
/// Safe for use by many threads.
public final class Service implements AutoCloseable {

    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration STOP_GRACE = Duration.ofSeconds(60);

    private final ServiceName name;
    private final Function<List<String>, ProcessBuilder> launch;
    private final BooleanSupplier ready;

    // guarded by this
    private final List<Duration> startTimes = new ArrayList<>();
    private final List<String> surprises = new ArrayList<>();
    private final List<Exit> exits = new ArrayList<>();
    private final List<Span> stops = new ArrayList<>();
    private @Nullable Freeze freeze;
    private long frozen;
    private @Nullable Process process;
    private @Nullable Process leaving;
    private @Nullable Armed armed;
    private @Nullable Long lastReady;
    private boolean wanted;
    private boolean wasReady;
    private boolean closed;

    /// The end of a process by itself.
    ///
    /// @param code     its exit code
    /// @param wasReady whether it was ready before
    /// @param at       time, by [System#nanoTime()]
    public record Exit(ServiceName service, int code, boolean wasReady, long at) {}

    /// A process with a crash point.
    ///
    /// @param halted completed with the time of its end there, by [System#nanoTime()]
    private record Armed(Process process, CompletableFuture<Long> halted) {}

    /// @param launch returns a process with these further options of its JVM that is not started yet
    /// @param ready  whether the process is ready now
    public Service(ServiceName name, Function<List<String>, ProcessBuilder> launch, BooleanSupplier ready) {
        this.name = name;
        this.launch = launch;
        this.ready = ready;
    }

    public ServiceName name() {
        return name;
    }

    /// Starts the process; if the previous process is still ending, starts it afterwards.
    public synchronized void start() {
        if (closed) {
            return;
        }
        wanted = true;
        if (process == null || !process.isAlive()) {
            launch(List.of());
        }
    }

    /// Starts the process with a crash point. When it halts there, it is not restarted by itself.
    ///
    /// @return completed with the time at which the process has halted there, by [System#nanoTime()]
    /// @throws IllegalStateException when the process is running
    public synchronized CompletableFuture<Long> start(ArmedPoint point) {
        if (running().isPresent()) {
            throw new IllegalStateException(name + " is running, it cannot be started with a crash point");
        }
        var halted = new CompletableFuture<Long>();
        if (!closed) {
            wanted = true;
            armed = new Armed(launch(List.of(point.option())), halted);
        }
        return halted;
    }

    /// To be called with the lock of this object, so that the end of the process is handled afterwards.
    private Process launch(List<String> options) {
        try {
            var fresh = launch.apply(options).start();
            process = fresh;
            wasReady = false;
            var began = System.nanoTime();
            Thread.ofVirtual().name("watch-" + name).start(() -> watch(fresh, began));
            var _ = fresh.onExit().thenAccept(this::ended);
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /// Kills the process without a restart.
    public void kill() {
        hold().ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().join();
        });
    }

    /// Stops the process without a restart.
    public void stop() {
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

    /// Stops the process, and starts it again afterwards.
    public void restart() {
        stopAndWait();
        start();
    }

    /// Stops the process, and returns after its end.
    public void stopAndWait() {
        var past = running();
        stop();
        past.ifPresent(running -> running.onExit().join());
    }

    private synchronized Optional<Process> hold() {
        wanted = false;
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    private synchronized void leave(Process running) {
        leaving = running;
    }

    /// Halts the process; has no effect on a halted process.
    public synchronized void freeze() {
        if (freeze != null || closed) {
            return;
        }
        running().ifPresent(target -> {
            try {
                frozen = System.nanoTime();
                freeze = Freeze.of(target.pid());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot halt " + name, e);
            }
        });
    }

    public synchronized void thaw() {
        if (freeze == null) {
            return;
        }
        try {
            freeze.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot continue " + name, e);
        } finally {
            freeze = null;
            stops.add(new Span(frozen, System.nanoTime()));
        }
    }

    public boolean isReady() {
        return running().isPresent() && ready.getAsBoolean();
    }

    /// Returns the process, if it is alive.
    public synchronized Optional<Process> running() {
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    /// Returns the time until the process was ready, for each successful start.
    public synchronized List<Duration> startTimes() {
        return List.copyOf(startTimes);
    }

    /// Returns when the process became ready last, by [System#nanoTime()], if that was after `moment`.
    public synchronized Optional<Long> readyAfter(long moment) {
        return Optional.ofNullable(lastReady).filter(at -> at - moment > 0);
    }

    /// Returns the unexpected events of the process.
    public synchronized List<String> surprises() {
        return List.copyOf(surprises);
    }

    /// Returns the ends of a process that has never been ready; none if it was ready once.
    synchronized List<Exit> failedStarts() {
        return startTimes.isEmpty() ? List.copyOf(exits) : List.of();
    }

    /// Returns all ends of the process by itself.
    public synchronized List<Exit> exits() {
        return List.copyOf(exits);
    }

    /// Returns the times in which it was halted by [#freeze()].
    public synchronized List<Span> stops() {
        return List.copyOf(stops);
    }

    /// Ends the process permanently.
    @Override
    public void close() {
        shut();
        thaw();
        hold().ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().join();
        });
    }

    private synchronized void shut() {
        closed = true;
    }

    private synchronized void note(String surprise) {
        surprises.add(surprise);
    }

    private synchronized void ended(Process past) {
        if (!past.equals(process) || !wanted) {
            return;
        }
        if (armed != null && past.equals(armed.process) && past.exitValue() == ArmedPoint.HALTED) {
            wanted = false;
            armed.halted.complete(System.nanoTime());
            return;
        }
        if (past.equals(leaving)) {
            start();
            return;
        }
        if (wasReady) {
            note(name + " ended by itself with " + past.exitValue());
        }
        exits.add(new Exit(name, past.exitValue(), wasReady, System.nanoTime()));
        delayedExecutor(RESTART_DELAY.toMillis(), TimeUnit.MILLISECONDS).execute(this::startIfWanted);
    }

    private synchronized void startIfWanted() {
        if (wanted) {
            start();
        }
    }

    /// Measures the time until a process is ready.
    private void watch(Process fresh, long began) {
        try {
            while (fresh.isAlive()) {
                if (ready.getAsBoolean()) {
                    synchronized (this) {
                        wasReady |= fresh.equals(process);
                        lastReady = System.nanoTime();
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
}
