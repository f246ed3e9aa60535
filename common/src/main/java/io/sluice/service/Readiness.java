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

/// Whether a process can do its work: what must hold for that, by name. Safe for use by many threads.
///
/// ResourceStack add their checks as they start. Nothing is ready before [#complete()], nor after [#withdraw()].
///
/// Checks run one after the other on a platform thread of their own. One that throws does not hold; one that does not
/// return within a second does not hold either, and the others stand as they were seen last. So [#look()] always
/// returns.
public final class Readiness {

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final Duration LONGEST_LOOK_AGAIN = Duration.ofMillis(250);
    private static final Duration LINE_INTERVAL = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration KEEP_THREAD = Duration.ofSeconds(10);

    private final Map<String, Check> checks = new ConcurrentSkipListMap<>();
    private final Map<String, BooleanSupplier> ends = new ConcurrentSkipListMap<>();

    /// What the last run of each check found.
    private final Map<String, Finding> findings = new ConcurrentHashMap<>();

    private final ExecutorService runner;
    private final Clock clock;
    private volatile State state;
    private volatile @Nullable Running running;

    /// The run of all checks that has begun last; guarded by this.
    private @Nullable Future<?> run;

    /// How one thing stands.
    ///
    /// @param missingSince since when it does not hold, as far as is known; null when it does
    public record Finding(@Nullable Instant missingSince) {

        private static final Finding HOLDS = new Finding(null);

        public boolean holds() {
            return missingSince == null;
        }
    }

    /// How everything stands.
    ///
    /// @param checks  each check by name
    /// @param missing what does not hold, by name, with the time since when
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

    /// One more thing that must hold.
    public Readiness add(String name, BooleanSupplier check) {
        checks.put(name, (since, time) -> {
            if (check.getAsBoolean()) {
                return Finding.HOLDS;
            }
            return new Finding(since == null ? time.instant() : since);
        });
        return this;
    }

    /// One more thing that must not be away.
    ///
    /// @param awaySince since when it is; empty when it is there
    public Readiness addOutage(String name, Supplier<Optional<Instant>> awaySince) {
        checks.put(name, (_, _) -> awaySince.get().map(Finding::new).orElse(Finding.HOLDS));
        return this;
    }

    /// A part that never works again once `failed` holds, so that the process has to be started anew.
    public Readiness watch(String name, BooleanSupplier failed) {
        ends.put(name, failed);
        return this;
    }

    /// The parts that have failed for good, by name.
    public List<String> failed() {
        return ends.entrySet().stream()
                .filter(end -> end.getValue().getAsBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// All checks are added.
    public Readiness complete() {
        state = new State(Phase.SERVING, clock.instant());
        return this;
    }

    /// From now on nothing is ready: the process stops, and whoever distributes work should go elsewhere.
    public void withdraw() {
        state = new State(Phase.STOPPING, clock.instant());
    }

    public boolean ready() {
        return look().ready();
    }

    /// How each check stands now.
    public SortedMap<String, Boolean> results() {
        return look().checks();
    }

    /// What does not hold now, by name; empty when all is well.
    public List<String> waitingFor() {
        return List.copyOf(look().missing().keySet());
    }

    /// Runs all checks, and returns what is known after a second at the latest.
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

    /// Since when a check does not hold; one that has not been run yet has not held since the beginning.
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

    /// @return whether all checks have been run to their ends
    private boolean runAll() {
        try {
            begun().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            LOG.atDebug().setCause(e).log("checks of readiness not finished in time");
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the checks of readiness cannot be run", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// A run that begins now, unless the last one hangs: then that one.
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
        } catch (RuntimeException e) { // a check can fail in any way, and must not take the others along
            if (since == null) {
                LOG.atWarn().addKeyValue("check", name).setCause(e).log("check of readiness failed");
            }
            found = new Finding(since == null ? clock.instant() : since);
        }
        findings.put(name, found);
        running = null;
    }

    /// Waits until all is well, however long that takes; says once a minute what it waits for.
    ///
    /// @throws StartException when a part has failed for good
    public void await() throws InterruptedException {
        var nextLine = System.nanoTime() + LINE_INTERVAL.toNanos();
        for (var pause = LOOK_AGAIN; !ready(); pause = longer(pause)) {
            var failed = failed();
            if (!failed.isEmpty()) {
                throw new StartException("failed while starting, as the log says: " + String.join(", ", failed));
            }
            if (System.nanoTime() - nextLine > 0) {
                nextLine += LINE_INTERVAL.toNanos();
                LOG.atInfo().addKeyValue("missing", waitingFor()).log("not ready yet");
            }
            // the parts can be asked but tell nobody by themselves; this happens only while starting
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
