package io.sluice.view.memory;

import io.sluice.command.Job;
import io.sluice.image.Organization;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.operation.OperationId;
import io.sluice.view.JobView;
import io.sluice.view.follow.FollowingView;
import io.sluice.view.follow.FromTheBeginning;
import io.sluice.view.follow.Listeners;
import io.sluice.watch.Heartbeats;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/// A job view that keeps jobs in memory and reads them from their topic at every start: all unfinished jobs,
/// and a limited number of finished ones.
public final class MemoryJobView extends FollowingView implements JobView {

    /// How long a job is kept after its end.
    static final Duration MEMORY = Duration.ofDays(30);

    private static final int MAX_FINISHED = 100_000;

    private static final Comparator<Job> NEWEST_FIRST = Comparator.comparing(
                    (Job job) -> job.requested().truncatedTo(ChronoUnit.MILLIS))
            .reversed()
            .thenComparing(job -> job.id().value());

    private final Listeners<Job> listeners = new Listeners<>();
    private final Map<OperationId, Job> jobs = new ConcurrentHashMap<>();

    /// The finished jobs in the order of their ends; confined to the follower's thread.
    private final NavigableSet<Finished> finished = new TreeSet<>(
            Comparator.comparing(Finished::time).thenComparing(job -> job.id().value()));

    private final Changes changes = new Changes();
    private final int maxFinished;
    private final Clock clock;
    private final TopicFollower follower;

    private record Finished(Instant time, OperationId id) {}

    private MemoryJobView(
            Supplier<Consumer<String, byte[]>> consumers, int maxFinished, Clock clock, Heartbeats heartbeats) {
        this.maxFinished = maxFinished;
        this.clock = clock;
        this.follower = FromTheBeginning.start("job-view", List.of(Topics.JOBS), consumers, this::accept, heartbeats);
    }

    /// Starts reading the topic.
    public static MemoryJobView start(KafkaClients clients, Heartbeats heartbeats) {
        return start(() -> clients.follower("job-view"), MAX_FINISHED, Clock.systemUTC(), heartbeats);
    }

    static MemoryJobView start(
            Supplier<Consumer<String, byte[]>> consumers, int maxFinished, Clock clock, Heartbeats heartbeats) {
        return new MemoryJobView(consumers, maxFinished, clock, heartbeats);
    }

    private void accept(List<FollowedRecord> records) {
        records.forEach(this::apply);
        forget();
        if (!records.isEmpty()) {
            changes.make(() -> {}); // the jobs are in the map already
        }
    }

    private void apply(FollowedRecord followed) {
        if (followed.value() instanceof Job job) {
            replaced(jobs.put(job.id(), job));
            if (job.finished() != null) {
                finished.add(new Finished(job.finished(), job.id()));
            }
            listeners.changed(job);
        } else if (OperationId.isValid(followed.key())) {
            replaced(jobs.remove(new OperationId(followed.key())));
        }
    }

    private void replaced(@Nullable Job job) {
        if (job != null && job.finished() != null) {
            finished.remove(new Finished(job.finished(), job.id()));
        }
    }

    private void forget() {
        var horizon = clock.instant().minus(MEMORY);
        while (!finished.isEmpty()
                && (finished.size() > maxFinished || finished.getFirst().time().isBefore(horizon))) {
            jobs.remove(finished.removeFirst().id());
        }
    }

    @Override
    public Optional<Job> find(OperationId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /// Calls `listener` with every record of a job from now on, on the reading thread, so it must be quick.
    public void onChange(java.util.function.Consumer<Job> listener) {
        listeners.add(listener);
    }

    @Override
    public List<Job> of(Organization organization) {
        return jobs.values().stream()
                .filter(job -> job.source().equals(organization) || job.target().equals(organization))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    @Override
    public long unfinished(Organization organization) {
        return jobs.values().stream()
                .filter(job -> job.finished() == null && job.target().equals(organization))
                .count();
    }

    @Override
    public List<Job> unfinished(Job.Kind kind) {
        return jobs.values().stream()
                .filter(job -> job.finished() == null && job.kind() == kind)
                .toList();
    }

    @Override
    public boolean await(OperationId id, Duration timeout) throws InterruptedException {
        return changes.await(() -> jobs.containsKey(id), timeout);
    }

    @Override
    protected TopicFollower follower() {
        return follower;
    }
}
