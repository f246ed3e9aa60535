package io.sluice.dispatch;

import io.sluice.lane.Cost;
import io.sluice.lane.Flow;
import io.sluice.lane.LaneName;
import io.sluice.lane.Task;
import io.sluice.precedence.Precedence;
import io.sluice.trace.TraceContext;
import io.sluice.trace.TraceHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The work on a record that is in the window, from stage to stage. It is in one lane at a time, whose lock
/// hands it from thread to thread.
final class Job implements Task {

    private final ReadPartition partition;
    private final ConsumerRecord<String, byte[]> record;
    private final Demand demand;
    private final JobRunner runner;
    private final TraceContext trace;
    private LaneName lane;
    private @Nullable Stage stage;
    private Precedence.@Nullable Operation operation;
    private int failures;

    Job(ReadPartition partition, ConsumerRecord<String, byte[]> record, Demand demand, JobRunner runner) {
        this.partition = partition;
        this.record = record;
        this.demand = demand;
        this.runner = runner;
        this.trace = TraceHeaders.read(record.headers());
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
    public Cost run() throws InterruptedException {
        return runner.run(this);
    }

    /// The work of heavy organizations yields to this job for a moment.
    void precedes(Precedence.Operation withOperation) {
        operation = withOperation;
    }

    /// Ends that.
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

    TraceContext trace() {
        return trace;
    }

    LaneName lane() {
        return lane;
    }

    /// The stage that comes next, or null when the work begins.
    @Nullable
    Stage stage() {
        return stage;
    }

    void goOn(LaneName inLane, Stage withStage) {
        lane = inLane;
        stage = withStage;
    }

    /// The work begins anew.
    ///
    /// @return how often that has happened
    int restart() {
        lane = demand.first();
        stage = null;
        return ++failures;
    }

    int failures() {
        return failures;
    }

    /// Whether the work has begun before.
    boolean isRepeated() {
        return failures > 0;
    }

    /// How much of the window the record takes, in bytes.
    long size() {
        return size(record);
    }

    static long size(ConsumerRecord<String, byte[]> record) {
        return 512L + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
