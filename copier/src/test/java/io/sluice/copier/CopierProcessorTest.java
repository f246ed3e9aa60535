package io.sluice.copier;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.command.Job;
import io.sluice.command.ProposedSlice;
import io.sluice.command.Slice;
import io.sluice.copier.command.Output;
import io.sluice.copier.job.CopierMetrics;
import io.sluice.copier.job.JobPlan;
import io.sluice.copier.job.JobState;
import io.sluice.copier.job.Jobs;
import io.sluice.copier.job.Tally;
import io.sluice.image.Organization;
import io.sluice.kafka.JsonSerde;
import io.sluice.operation.OperationId;
import io.sluice.precedence.Precedence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class CopierProcessorTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Organization ACME = new Organization("acme");
    private static final OperationId JOB = new OperationId("job");

    private final FakeView view = new FakeView();
    private final MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private final KeyValueStore<String, JobState> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(Jobs.STORE), Serdes.String(), new JsonSerde<>(JobState.class))
            .withLoggingDisabled()
            .build();

    @Test
    void storesTheCompleteStateOfAJob() {
        var hashes = view.add(ACME, 0, 1);
        var plan = new JobPlan(JOB, copyToOther(true), 3, NOW, null, null);
        var cut = new ProposedSlice(new Slice(JOB, 0, hashes.getFirst(), 1), null, hashes, 7);
        var begun = JobState.of(plan).begun(1, NOW).with(cut, NOW);
        var done = begun.completelyCut(NOW).closed(begun.open().getFirst(), Tally.failed(1), 0, "why", NOW);
        var serde = new JsonSerde<>(JobState.class);

        for (var state : List.of(begun, done)) {
            assertThat(serde.deserializer().deserialize("", serde.serializer().serialize("", state)))
                    .isEqualTo(state);
        }
    }

    @Test
    void resumesAJobAfterARestart() {
        var hashes = view.add(ACME, 0, 500);
        var plan = new JobPlan(JOB, copyToOther(false), 0, NOW, null, null);
        store.init(context.getStateStoreContext(), store);
        var slice = new Slice(JOB, 0, hashes.get(99), 100);
        store.put(
                "job",
                JobState.of(plan).begun(500, NOW).with(new ProposedSlice(slice, null, hashes.subList(0, 100), 7), NOW));

        var processor = processor();
        processor.init(context);
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(NOW.toEpochMilli());

        assertThat(context.forwarded(Output.PROPOSALS))
                .extracting(CapturedForward::record)
                .extracting(record -> (ProposedSlice) record.value())
                .extracting(ProposedSlice::slice)
                .containsExactly(
                        new Slice(JOB, 1, hashes.get(199), 100),
                        new Slice(JOB, 2, hashes.get(299), 100),
                        new Slice(JOB, 3, hashes.get(399), 100));
        assertThat(List.copyOf(context.forwarded())).hasSize(3);
    }

    /// A process that ends when it has counted the last slice has stored that the job is done, but may not have
    /// published it, and the repeated result of the slice changes nothing.
    @Test
    void publishesTheEndOfAJobAfterARestart() {
        store.init(context.getStateStoreContext(), store);
        store.put("old", done("old", NOW.minus(Duration.ofMinutes(5))));
        store.put("job", done("job", NOW));

        var processor = processor();
        processor.init(context);
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(NOW.toEpochMilli());

        assertThat(context.forwarded())
                .extracting(forward -> forward.record().value())
                .singleElement()
                .isEqualTo(done("job", NOW).job());
    }

    private static JobState done(String id, Instant time) {
        var plan = new JobPlan(new OperationId(id), copyToOther(true), 3, time, null, null);
        return JobState.of(plan).begun(0, time).completelyCut(time);
    }

    private CopierProcessor processor() {
        var meters = new SimpleMeterRegistry();
        return new CopierProcessor(view, Precedence.ofThisProcess(meters), new CopierMetrics(meters));
    }

    private static Job.Task copyToOther(boolean keepExisting) {
        return new Job.Task(Job.Kind.COPY_ALL, ACME, new Organization("other"), keepExisting);
    }
}
