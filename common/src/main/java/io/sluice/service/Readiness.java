package io.sluice.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The readiness of a process: named checks that must pass. Safe for use by many threads.
///
/// Services add their checks when they start. The process is not ready before [#complete()] and after
/// [#withdraw()].
///
/// Checks run one after the other on a separate platform thread. A check that throws fails; a check that does
/// not return within a second fails too, and the others keep their last results. So [#look()] always returns.
public final class Readiness {

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final Duration LONGEST_LOOK_AGAIN = Duration.ofMillis(250);
    private static final Duration LINE_INTERVAL = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration KEEP_THREAD = Duration.ofSeconds(10);

    private final Map<String, Check> checks = new ConcurrentSkipListMap<>();
    private final Map<String, BooleanSupplier> ends = new ConcurrentSkipListMap<>();

    /// The results of the last run of each check.
    private final Map<String, Finding> findings = new ConcurrentHashMap<>();

    private volatile Supplier<Map<String, Instant>> stuck = Map::of;
    private final ExecutorService runner;
    private final Clock clock;
    private volatile State state;
    private volatile @Nullable Running running;

    /// The last started run of all checks; guarded by this.
    private @Nullable Future<?> run;

    /// The result of one check.
    ///
    /// @param missingSince since when the check fails, as far as is known; null when it passes
    public record Finding(@Nullable Instant missingSince) {

        private static final Finding HOLDS = new Finding(null);

        public boolean holds() {
            return missingSince == null;
        }
    }

    /// The results of all checks.
    ///
    /// @param checks  whether each check passes, by name
    /// @param missing the failed checks, by name, with the times since when they fail
    public record Look(SortedMap<String, Boolean> checks, Map<String, Instant> missing) {

        public boolean ready() {
            return missing.isEmpty();
        }
    }

    private interface Check {
        Finding find(@Nullable Instant missingSince, Clock clock);
    }

    private enum Phase {
        STARTING("starting"),
        SERVING(""),
        STOPPING("stopping");

        private final String waitingFor;

        Phase(String waitingFor) {
            this.waitingFor = waitingFor;
        }
    }

    private record State(Phase phase, Instant since) {}

    private record Running(String check, Instant since) {}

    public Readiness() {
        this(Clock.systemUTC());
    }

    Readiness(Clock clock) {
        this.clock = clock;
        this.state = new State(Phase.STARTING, clock.instant());
        var executor = new ThreadPoolExecutor(
                1,
                1,
                KEEP_THREAD.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("sluice-readiness").daemon().factory());
        executor.allowCoreThreadTimeOut(true);
        this.runner = executor;
    }

    /// Adds a check that must pass.
    public Readiness add(String name, BooleanSupplier check) {
        checks.put(name, (since, time) -> {
            if (check.getAsBoolean()) {
                return Finding.HOLDS;
            }
            return new Finding(since == null ? time.instant() : since);
        });
        return this;
    }

    /// Adds a dependency that must be available.
    ///
    /// @param awaySince the time since when it is unavailable; empty when it is available
    public Readiness addOutage(String name, Supplier<Optional<Instant>> awaySince) {
        checks.put(name, (_, _) -> awaySince.get().map(Finding::new).orElse(Finding.HOLDS));
        return this;
    }

    /// Adds a part that never recovers once `failed` returns true, so that the process must be restarted.
    public Readiness watch(String name, BooleanSupplier failed) {
        ends.put(name, failed);
        return this;
    }

    /// Sets the source of work that does not move, wherever it runs: it is shown with the checks, and does not make
    /// this
    /// process unready.
    ///
    /// @param source returns known results at once: names with the times since when
    public Readiness showStuck(Supplier<Map<String, Instant>> source) {
        stuck = source;
        return this;
    }

    /// Returns the names of work that does not move, with the times since when.
    public Map<String, Instant> stuck() {
        return stuck.get();
    }

    /// Returns the names of the parts that have failed permanently.
    public List<String> failed() {
        return ends.entrySet().stream()
                .filter(end -> end.getValue().getAsBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Marks the checks as complete.
    public Readiness complete() {
        state = new State(Phase.SERVING, clock.instant());
        return this;
    }

    /// Makes the process unready: it is stopping, and load balancers should use others.
    public void withdraw() {
        state = new State(Phase.STOPPING, clock.instant());
    }

    public boolean ready() {
        return look().ready();
    }

    /// Returns whether each check passes now.
    public SortedMap<String, Boolean> results() {
        return look().checks();
    }

    /// Returns the names of the failed checks; empty when the process is ready.
    public List<String> waitingFor() {
        return List.copyOf(look().missing().keySet());
    }

    /// Runs all checks, and returns the known results after a second at the latest.
    public Look look() {
        var stuck = runAll() ? null : running;
        var results = new TreeMap<String, Boolean>();
        var missing = new LinkedHashMap<String, Instant>();
        var now = state;
        if (now.phase != Phase.SERVING) {
            missing.put(now.phase.waitingFor, now.since);
        }
        for (var name : checks.keySet()) {
            var since = missingSince(name, stuck);
            results.put(name, since == null);
            if (since != null) {
                missing.put(name, since);
            }
        }
        return new Look(Collections.unmodifiableSortedMap(results), Collections.unmodifiableMap(missing));
    }

    /// Returns since when a check fails; a check that has not run yet has failed since the beginning.
    private @Nullable Instant missingSince(String name, @Nullable Running stuck) {
        var finding = findings.get(name);
        if (finding == null) {
            return state.since;
        }
        if (finding.missingSince() == null && stuck != null && stuck.check.equals(name)) {
            return stuck.since;
        }
        return finding.missingSince();
    }

    /// @return whether all checks have been completed
    private boolean runAll() {
        try {
            begun().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            LOG.atDebug().setCause(e).log("readiness checks not finished in time");
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the readiness checks cannot be run", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Starts a run, unless the last one hangs: returns that one then.
    private synchronized Future<?> begun() {
        var last = run;
        if (last != null && !last.isDone()) {
            return last;
        }
        var next = runner.submit(() -> checks.forEach(this::run));
        run = next;
        return next;
    }

    private void run(String name, Check check) {
        running = new Running(name, clock.instant());
        var before = findings.get(name);
        var since = before == null ? null : before.missingSince();
        Finding found;
        try {
            found = check.find(since, clock);
        } catch (RuntimeException e) { // a check can fail in any way and must not prevent the others
            if (since == null) {
                LOG.atWarn().addKeyValue("check", name).setCause(e).log("readiness check failed");
            }
            found = new Finding(since == null ? clock.instant() : since);
        }
        findings.put(name, found);
        running = null;
    }

    /// Waits without a limit until the process is ready; logs once a minute what is missing.
    ///
    /// @throws StartException when a part has failed permanently
    public void await() throws InterruptedException {
        var nextLine = System.nanoTime() + LINE_INTERVAL.toNanos();
        for (var pause = LOOK_AGAIN; !ready(); pause = longer(pause)) {
            var failed = failed();
            if (!failed.isEmpty()) {
                throw new StartException("failed during the start, see the log: " + String.join(", ", failed));
            }
            if (System.nanoTime() - nextLine > 0) {
                nextLine += LINE_INTERVAL.toNanos();
                LOG.atInfo().addKeyValue("missing", waitingFor()).log("not ready yet");
            }
            // the checks must be polled because they have no notifications; only during the start
            LockSupport.parkNanos(pause.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting to be ready");
            }
        }
    }

    private static Duration longer(Duration pause) {
        var next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_LOOK_AGAIN) < 0 ? next : LONGEST_LOOK_AGAIN;
    }
}
