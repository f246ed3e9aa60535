package io.sluice.view.lucene;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.kafka.follow.TopicFollower.OffsetRange;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Lucene index that follows topics: changes are visible at once although the index is refreshed rarely,
/// and the offsets it has read are committed together with their changes.
///
/// One thread applies changes, any number of threads reads. The changes since the last refresh are also in
/// memory, in a generation `G` that the owner defines; see [Generations]. A commit may contain more than its
/// offsets say, never less, so after a crash the last records are applied again, which the owner's changes
/// must tolerate.
public final class LiveIndex<G> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveIndex.class);

    /// Weight of a generation's entries that triggers a refresh.
    private static final int REFRESH_AT = 4_096;

    private static final int BYTES_PER_WEIGHT = 1_024;

    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(5);

    /// Interval of commits without changes, which record that the index is up to date.
    private static final Duration IDLE_COMMIT_INTERVAL = Duration.ofHours(1);

    /// Maximum duration of one background task: a commit after many changes, on a slow disk.
    private static final Duration TASK = Duration.ofMinutes(2);

    private static final String LAYOUT = "layout";
    private static final String COMMITTED = "committed";

    private final String name;
    private final Settings settings;
    private final Supplier<G> newGeneration;
    private final ToIntFunction<G> weight;
    private final Clock clock;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final ScheduledExecutorService housekeeping;
    private final Heartbeat heartbeat;
    private final Timer refreshes;
    private final AtomicBoolean refreshDue = new AtomicBoolean();
    private final ReentrantLock refreshing = new ReentrantLock();

    /// Held while a batch is applied and while generations change, so that a refresh shows all of the older
    /// one.
    private final ReentrantLock applying = new ReentrantLock();

    private volatile Generations<G> recent;
    private volatile Map<TopicPartition, Long> positions = Map.of();

    /// Number of started batches.
    private final AtomicLong applied = new AtomicLong();

    /// Number of batches that the index shows completely.
    private volatile long shown;
    private Map<TopicPartition, Long> committedPositions = Map.of();
    private Instant committedAt = Instant.EPOCH;
    private volatile @Nullable Throwable failure;

    /// The properties of one index.
    ///
    /// @param layout     version of the document layout; an index with another layout is rebuilt
    /// @param maxAbsence after a longer time without commits the index is rebuilt, because tombstones may be
    ///                   gone by then
    public record Settings(String layout, Duration maxAbsence) {}

    private LiveIndex(
            String name,
            Settings settings,
            Supplier<G> newGeneration,
            ToIntFunction<G> weight,
            IndexWriter writer,
            MeterRegistry meters,
            Clock clock,
            Heartbeats heartbeats)
            throws IOException {
        this.name = name;
        this.settings = settings;
        this.newGeneration = newGeneration;
        this.weight = weight;
        this.clock = clock;
        this.writer = writer;
        this.searchers = new SearcherManager(writer, new SearcherFactory());
        this.recent = new Generations<>(newGeneration.get(), newGeneration.get());
        this.refreshes = meters.timer(ViewMetrics.REFRESHES, ViewMetrics.VIEW, name);
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name + "-index").factory());
        this.heartbeat = heartbeats.register(name + "-index", () -> {});
        every(COMMIT_INTERVAL, this::commit);
    }

    /// Opens the index in `folder`; it is empty when it was missing or unusable.
    ///
    /// @param name          name of the view, for threads and metrics
    /// @param newGeneration creates an empty generation
    /// @param weight        weight of all entries of a generation, each according to [#weight(int)]
    public static <G> LiveIndex<G> open(
            String name,
            Path folder,
            Settings settings,
            Supplier<G> newGeneration,
            ToIntFunction<G> weight,
            MeterRegistry meters,
            Clock clock,
            Heartbeats heartbeats) {
        try {
            return new LiveIndex<>(
                    name, settings, newGeneration, weight, IndexDirectory.open(folder), meters, clock, heartbeats);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the index in " + folder, e);
        }
    }

    /// Returns the weight of an entry whose document stores `bytes` bytes: a generation holds a few thousand
    /// small entries, or a few MB of large ones.
    public static int weight(int bytes) {
        return 1 + bytes / BYTES_PER_WEIGHT;
    }

    /// Returns the offsets to follow from: those of the last commit; none, after emptying the index, when
    /// they do not fit the topics.
    public Map<TopicPartition, Long> begin(Map<TopicPartition, OffsetRange> available) {
        var data = new HashMap<String, String>();
        var entries = writer.getLiveCommitData();
        if (entries != null) {
            entries.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        var misfit = misfit(data, available);
        if (misfit != null) {
            if (writer.getDocStats().maxDoc > 0) {
                LOG.atWarn()
                        .addKeyValue("view", name)
                        .addKeyValue("reason", misfit)
                        .log("index rebuild started");
            }
            run(writer::deleteAll);
            refresh();
            return Map.of();
        }
        var begin = new HashMap<TopicPartition, Long>();
        available.forEach((partition, range) ->
                begin.put(partition, Math.max(range.first(), IndexDirectory.offsetOf(partition, data))));
        return begin;
    }

    private @Nullable String misfit(Map<String, String> data, Map<TopicPartition, OffsetRange> available) {
        if (!settings.layout.equals(data.get(LAYOUT))) {
            return "its layout is " + data.get(LAYOUT) + ", not " + settings.layout;
        }
        var committed = Instant.parse(data.getOrDefault(COMMITTED, Instant.EPOCH.toString()));
        if (committed.isBefore(clock.instant().minus(settings.maxAbsence))) {
            return "it was last up to date at " + committed;
        }
        return available.entrySet().stream()
                .filter(entry -> IndexDirectory.offsetOf(entry.getKey(), data)
                        > entry.getValue().end())
                .findFirst()
                .map(entry -> entry.getKey() + " ends at " + entry.getValue().end() + " and was read up to "
                        + IndexDirectory.offsetOf(entry.getKey(), data))
                .orElse(null);
    }

    /// Applies some records. `changes` writes to the index first and then to the generation it receives.
    ///
    /// @param after offsets that follow those records
    public void apply(Map<TopicPartition, Long> after, Consumer<G> changes) {
        applying.lock();
        try {
            // counted first: a reader may know a change before the end of its batch
            applied.incrementAndGet();
            changes.accept(recent.younger());
            positions = Map.copyOf(after);
        } finally {
            applying.unlock();
        }
        var weighs = weight.applyAsInt(recent.younger());
        if (weighs >= 2 * REFRESH_AT) {
            refresh(); // the background cannot keep up, and memory is bounded
        } else if (weighs >= REFRESH_AT && refreshDue.compareAndSet(false, true)) {
            housekeeping.execute(guarded(() -> {
                refreshDue.set(false);
                refresh();
            }));
        }
    }

    /// Returns the generations that a reader must read before [#search].
    public Generations<G> recent() {
        return recent;
    }

    /// Makes the index show everything that was applied before this call.
    public void refresh() {
        var wanted = applied.get();
        refreshing.lock();
        try {
            if (shown >= wanted) {
                return; // another thread has refreshed the index
            }
            var shows = beginGeneration();
            refreshes.record(() -> run(searchers::maybeRefreshBlocking));
            recent = new Generations<>(recent.younger(), newGeneration.get());
            shown = shows;
        } finally {
            refreshing.unlock();
        }
    }

    /// @return number of batches that the older generation and the index contain
    private long beginGeneration() {
        applying.lock();
        try {
            recent = new Generations<>(newGeneration.get(), recent.younger());
            return applied.get();
        } finally {
            applying.unlock();
        }
    }

    public IndexWriter writer() {
        return writer;
    }

    /// Reads from the index as of its last refresh.
    public <T> T search(Search<T> search) {
        try {
            var searcher = searchers.acquire();
            try {
                return search.in(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the index of the view " + name, e);
        }
    }

    /// Runs a task on the index at regular intervals, on a background thread.
    public void every(Duration interval, Runnable task) {
        var _ = housekeeping.scheduleWithFixedDelay(
                guarded(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Returns the failure that made the index unusable, if any.
    @Nullable
    public Throwable failure() {
        return failure;
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            heartbeat.beat(TASK);
            try {
                task.run();
                heartbeat.beat();
            } catch (RuntimeException | Error e) {
                failure = e;
                LOG.atError().addKeyValue("view", name).setCause(e).log("index unusable, restart needed");
                throw e;
            }
        };
    }

    /// Commits the applied changes with their offsets.
    private synchronized void commit() {
        // read before the commit: changes applied meanwhile may be included, and are then applied twice
        var reached = positions;
        var now = clock.instant();
        var idle = Duration.between(committedAt, now).compareTo(IDLE_COMMIT_INTERVAL) < 0;
        if (reached.isEmpty() || (reached.equals(committedPositions) && idle)) {
            return;
        }
        var data = new HashMap<>(IndexDirectory.toText(reached));
        data.put(LAYOUT, settings.layout);
        data.put(COMMITTED, now.toString());
        writer.setLiveCommitData(data.entrySet());
        run(writer::commit);
        committedPositions = reached;
        committedAt = now;
    }

    /// Commits, unless the index is broken, and closes. No thread may apply changes any more.
    @Override
    public void close() {
        heartbeat.close();
        housekeeping.shutdown();
        run(() -> {
            try (var _ = writer.getDirectory();
                    var _ = writer;
                    var _ = searchers) {
                if (!housekeeping.awaitTermination(COMMIT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.atWarn().addKeyValue("view", name).log("index not closed in time");
                }
                if (writer.isOpen()) {
                    commit();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void run(IndexAction action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the index of the view " + name, e);
        }
    }

    /// A read operation on an index.
    public interface Search<T> {
        T in(IndexSearcher searcher) throws IOException;
    }

    private interface IndexAction {
        void run() throws IOException;
    }
}
