package io.sluice.dispatch;

import io.sluice.lane.Cost;
import io.sluice.lane.Flow;
import io.sluice.lane.LaneName;
import io.sluice.lane.Task;
import io.sluice.poison.Position;
import io.sluice.precedence.Precedence;
import io.sluice.trace.Span;
import io.sluice.trace.TopicSpans;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The work on a record in the window, from stage to stage. It is in one lane at a time; the lane's lock
/// publishes its fields to the next thread.
final class Job implements Task {

    private final ReadPartition partition;
    private final ConsumerRecord<String, byte[]> record;
    private final Demand demand;
    private final JobRunner runner;
    private LaneName lane;
    private @Nullable Stage stage;
    private @Nullable Span span;
    private Precedence.@Nullable Operation operation;
    private int failures;

    Job(ReadPartition partition, ConsumerRecord<String, byte[]> record, Demand demand, JobRunner runner) {
        this.partition = partition;
        this.record = record;
        this.demand = demand;
        this.runner = runner;
        this.lane = demand.first();
    }

    @Override
    public Flow flow() {
        return demand.flow();
    }

    @Override
    public @Nullable String host() {
        return lane == demand.first() ? demand.host() : null;
    }

    @Override
    public long pixels() {
        return stage == null ? 0 : stage.pixels();
    }

    @Override
    public Cost run() throws InterruptedException {
        return runner.run(this);
    }

    /// Sets the operation to which heavy organizations yield for a moment.
    void precedes(Precedence.Operation withOperation) {
        operation = withOperation;
    }

    /// Ends that operation.
    void ended() {
        if (operation != null) {
            operation.close();
        }
    }

    ReadPartition partition() {
        return partition;
    }

    ConsumerRecord<String, byte[]> record() {
        return record;
    }

    Position position() {
        return new Position(record.partition(), record.offset());
    }

    /// Returns the step of the trace that is the work on this job, with all stages and restarts. It begins with the
    /// first call, and the runner ends it.
    Span span() {
        if (span == null) {
            span = TopicSpans.begin(record.topic(), record.headers());
        }
        return span;
    }

    LaneName lane() {
        return lane;
    }

    /// Returns the next stage; null before the first one.
    @Nullable
    Stage stage() {
        return stage;
    }

    void moveTo(LaneName inLane, Stage withStage) {
        lane = inLane;
        stage = withStage;
    }

    /// Resets the job to its first stage.
    ///
    /// @return the number of restarts
    int restart() {
        lane = demand.first();
        stage = null;
        return ++failures;
    }

    int failures() {
        return failures;
    }

    /// Returns whether the job was restarted.
    boolean isRepeated() {
        return failures > 0;
    }

    /// Returns the record's part of the window, in bytes.
    long size() {
        return size(record);
    }

    static long size(ConsumerRecord<String, byte[]> record) {
        return 512L + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
