package io.sluice.lab.storm.cluster;

import static java.util.concurrent.CompletableFuture.delayedExecutor;

import io.sluice.lab.process.Freeze;
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
public final class Service implements AutoCloseable {

    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration STOP_GRACE = Duration.ofSeconds(60);

    private final ServiceName name;
    private final Supplier<ProcessBuilder> launch;
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
    private boolean wanted;
    private boolean wasReady;
    private boolean closed;
    private int restarts;

    /// A process that has ended by itself.
    ///
    /// @param code     its exit code
    /// @param wasReady whether it was ready before
    /// @param at       when, by [System#nanoTime()]
    public record Exit(ServiceName service, int code, boolean wasReady, long at) {}

    /// @param ready whether the process can do its work now
    public Service(ServiceName name, Supplier<ProcessBuilder> launch, BooleanSupplier ready) {
        this.name = name;
        this.launch = launch;
        this.ready = ready;
    }

    public ServiceName name() {
        return name;
    }

    /// Starts it, or sees to it that it is started once the process that is just ending has ended.
    public synchronized void start() {
        if (closed) {
            return;
        }
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
    public void kill() {
        hold().ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().join();
        });
    }

    /// Asks it to stop, and keeps it down.
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

    /// Asks it to stop, and starts it again once it has.
    public void restart() {
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

    /// Halts the process; when it is halted already, that goes on.
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

    /// The process, if it lives.
    public synchronized Optional<Process> running() {
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    /// How long it took to be ready each time it was started, apart from starts that did not get that far.
    public synchronized List<Duration> startTimes() {
        return List.copyOf(startTimes);
    }

    /// What it did that it must not do.
    public synchronized List<String> surprises() {
        return List.copyOf(surprises);
    }

    /// How often it was started again because it had ended by itself, before it was ready.
    public synchronized int restarts() {
        return restarts;
    }

    /// Every time that it ended by itself.
    public synchronized List<Exit> exits() {
        return List.copyOf(exits);
    }

    /// When it was halted, by [#freeze()].
    public synchronized List<Span> stops() {
        return List.copyOf(stops);
    }

    /// Ends it for good.
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
        if (past.equals(leaving)) {
            start();
            return;
        }
        if (wasReady) {
            note(name + " ended by itself with " + past.exitValue());
        }
        exits.add(new Exit(name, past.exitValue(), wasReady, System.nanoTime()));
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
}
