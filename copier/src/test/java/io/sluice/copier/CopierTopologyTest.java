package io.sluice.copier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.command.CopyCommand;
import io.sluice.command.CopyTask;
import io.sluice.command.DeadLetter;
import io.sluice.command.DeletionCommand;
import io.sluice.command.Envelope;
import io.sluice.command.Job;
import io.sluice.command.Outcome;
import io.sluice.command.ProposedSlice;
import io.sluice.command.Rejection;
import io.sluice.command.Slice;
import io.sluice.command.Trail;
import io.sluice.copier.command.Cuts;
import io.sluice.copier.command.LostSlices;
import io.sluice.copier.command.Progress;
import io.sluice.copier.job.CopierMetrics;
import io.sluice.copier.job.JobPlan;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.precedence.CpuLoad;
import io.sluice.precedence.Precedence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopierTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");
    private static final OperationId JOB = new OperationId("job");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeView view = new FakeView();
    private final AtomicLong nanoTime = new AtomicLong(1);
    private final Precedence precedence = new Precedence(_ -> new CpuLoad(0, 0), nanoTime::get, meters);

    @TempDir
    Path stateDirectory;

    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, CopierTopology.APPLICATION_ID);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        driver = new TopologyTestDriver(
                CopierTopology.build(view, precedence, new CopierMetrics(meters)), properties, NOW);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void turnsAListOfImagesIntoOneTask() {
        var hashes = List.of(FakeView.hash(1), FakeView.hash(2));
        send(new CopyCommand.Copy(new OperationId("op"), ACME, OTHER, hashes, true, 5, NOW));

        assertThat(records(Topics.COPY_TASKS))
                .containsExactly(KeyValue.pair(
                        "op", new CopyTask(new OperationId("op"), ACME, OTHER, hashes, true, 5, NOW, null)));
    }

    @Test
    void deadLettersACommandWithAKeyOtherThanItsOperation() {
        pipe(Topics.COPIES, "other", new CopyCommand.Cancel(JOB));

        assertThat(values(Topics.DEAD_LETTERS))
                .singleElement()
                .extracting(DeadLetter::topic, DeadLetter::key)
                .containsExactly("sluice.copies", "other");
    }

    @Test
    void publishesARejectionForAMalformedCommand() {
        driver.createInputTopic(Topics.COPIES.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput("op", """
                        {"type":"copy","operation":"op","source":"acme","destination":"acme","hashes":[]}""".getBytes(UTF_8));

        assertThat(values(Topics.DEAD_LETTERS)).hasSize(1);
        assertThat(values(Topics.OUTCOMES))
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason().message()).contains("nothing to do"));
    }

    @Test
    void rejectsAJobWithATooLongId() {
        var id = new OperationId("x".repeat(JobPlan.MAX_ID_LENGTH + 1));
        send(new CopyCommand.CopyAll(id, ACME, OTHER, false, 0, NOW, null));

        assertThat(values(Topics.OUTCOMES)).singleElement().isInstanceOf(Outcome.Rejected.class);
        assertThat(values(Topics.DEAD_LETTERS)).hasSize(1);
        assertThat(values(Topics.JOBS)).isEmpty();
    }

    @Test
    void cutsAnOrganizationIntoSlicesOfAHundredInTheOrderOfTheHashes() {
        var hashes = view.add(ACME, 0, 250);
        copyAll();

        var tasks = values(Topics.COPY_TASKS);
        assertThat(tasks).extracting(task -> task.operation().value()).containsExactly("job-0", "job-1", "job-2");
        assertThat(tasks).flatExtracting(CopyTask::hashes).containsExactlyElementsOf(hashes);
        assertThat(tasks)
                .extracting(CopyTask::slice)
                .containsExactly(
                        new Slice(JOB, 0, hashes.get(99), 100),
                        new Slice(JOB, 1, hashes.get(199), 100),
                        new Slice(JOB, 2, hashes.get(249), 50));
    }

    @Test
    void keepsAJobInTheTraceOfItsCommand() {
        view.add(ACME, 0, 250);
        var traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(UTF_8);
        var command = Topics.COPIES
                .serializer()
                .serialize("", new CopyCommand.CopyAll(JOB, ACME, OTHER, false, 7, NOW, null));

        driver.createInputTopic(Topics.COPIES.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>("job", command, new RecordHeaders().add("traceparent", traceparent)));
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        for (var topic : List.of(Topics.COPY_TASKS, Topics.JOBS)) {
            var records = driver.createOutputTopic(topic.name(), new StringDeserializer(), topic.deserializer())
                    .readRecordsToList();
            assertThat(records)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(record -> assertThat(
                                    record.headers().lastHeader("traceparent").value())
                            .isEqualTo(traceparent));
        }
    }

    @Test
    void addsTheRevisionOfTheirImagesToTasks() {
        view.add(ACME, 0, 1);
        copyAll();

        assertThat(values(Topics.COPY_TASKS)).extracting(CopyTask::revision).containsExactly(7L);
    }

    @Test
    void cutsSmallerSlicesOfImagesWithLongMetadata() {
        for (var number = 0; number < 10; number++) {
            var metadata = new UserMetadata(new TreeMap<>(Map.of("text:t", TextNode.valueOf("x".repeat(200_000)))));
            view.put(FakeView.image(ACME, FakeView.hash(number), metadata));
        }
        copyAll();

        assertThat(values(Topics.COPY_TASKS))
                .hasSize(4)
                .allSatisfy(task -> assertThat(task.hashes()).hasSize(2));
    }

    @Test
    void limitsAJobToFourConcurrentSlices() {
        view.add(ACME, 0, 1_000);
        copyAll();

        var first = values(Topics.COPY_TASKS);
        answer(first.get(2));
        var then = values(Topics.COPY_TASKS);

        assertThat(first).hasSize(Cuts.SLICES_OF_A_JOB);
        assertThat(then).extracting(task -> task.operation().value()).containsExactly("job-4");
    }

    @Test
    void cutsOneSmallSliceAtATimeWhileAnotherOrganizationIsActive() {
        view.add(ACME, 0, 150);
        precedence.used(ACME.name(), 10);
        precedence.begin(OTHER.name()).close();
        copyAll();

        var first = values(Topics.COPY_TASKS);
        assertThat(first)
                .singleElement()
                .satisfies(task -> assertThat(task.hashes()).hasSize(Cuts.IMAGES_OF_A_HEAVY_SLICE));

        nanoTime.addAndGet(Precedence.ACTIVE.plusSeconds(1).toNanos());
        answer(first.getFirst());

        assertThat(values(Topics.COPY_TASKS))
                .extracting(task -> task.hashes().size())
                .containsExactly(100, 40);
    }

    @Test
    void servesJobsInTurn() {
        var asked = new ArrayList<OperationId>();
        for (var number = 0; number < 6; number++) {
            var organization = new Organization("org-" + number);
            view.add(organization, 0, 2_000);
            asked.add(new OperationId("job" + number));
            send(new CopyCommand.CopyAll(asked.get(number), organization, OTHER, false, 0, NOW, null));
        }
        var open = values(Topics.COPY_TASKS);
        var served = new HashMap<OperationId, Integer>();
        for (var round = 0; round < 60; round++) {
            var task = open.removeFirst();
            served.merge(requireNonNull(task.slice()).job(), 1, Integer::sum);
            answer(task);
            open.addAll(values(Topics.COPY_TASKS));
            assertThat(open).hasSize(Cuts.SLICES_IN_ALL);
        }

        assertThat(served.keySet()).containsExactlyInAnyOrderElementsOf(asked);
        // the first jobs started alone; from then on all jobs got the same share
        assertThat(served.values()).allSatisfy(slices -> assertThat(slices).isBetween(7, 13));
    }

    @Test
    void countsImagesByResult() {
        view.add(ACME, 0, 150);
        copyAll();

        var tasks = values(Topics.COPY_TASKS);
        var hashes = tasks.getFirst().hashes();
        result(copied(
                tasks.getFirst(),
                hashes.subList(0, 60),
                hashes.subList(60, 95),
                hashes.subList(95, 98),
                hashes.subList(98, 100)));
        answer(tasks.getLast());

        var job = values(Topics.JOBS).getLast();
        assertThat(job)
                .extracting(Job::state, Job::total, Job::created, Job::existing, Job::skipped, Job::failed)
                .containsExactly(Job.State.DONE, 150L, 110L, 35L, 3L, 2L);
        assertThat(job.finished()).isEqualTo(NOW);
        assertThat(job.lastError()).contains(hashes.getLast().value());
        assertThat(job.revision()).as("revision of the destination").isEqualTo(1);
        assertThat(meters.counter(CopierMetrics.JOBS, "state", "done").count()).isEqualTo(1);
    }

    @Test
    void countsARepeatedResultOnce() {
        view.add(ACME, 0, 200);
        copyAll();

        var tasks = values(Topics.COPY_TASKS);
        answer(tasks.getFirst());
        answer(tasks.getFirst());
        answer(tasks.getLast());
        answer(tasks.getLast());

        assertThat(values(Topics.JOBS).getLast())
                .extracting(Job::state, Job::created)
                .containsExactly(Job.State.DONE, 200L);
    }

    @Test
    void ignoresTheResultOfAnotherCutWithTheSameNumber() {
        view.add(ACME, 0, 100);
        copyAll();

        var task = values(Topics.COPY_TASKS).getFirst();
        var other = new Slice(JOB, 0, FakeView.hash(50), 100);
        result(new Outcome.Copied(
                new Envelope(task.operation(), Part.ONLY, OTHER, Trail.direct(NOW)),
                NOW,
                task.hashes(),
                List.of(),
                List.of(),
                List.of(),
                1,
                other));
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(values(Topics.JOBS).getLast())
                .extracting(Job::state, Job::created)
                .containsExactly(Job.State.RUNNING, 0L);
    }

    @Test
    void acceptsTheFirstOfTwoCutsWithTheSameNumber() {
        view.caughtUp = false;
        var hashes = view.add(ACME, 0, 250);
        copyAll();
        var earlier = new ProposedSlice(new Slice(JOB, 0, hashes.get(9), 10), null, hashes.subList(0, 10), 7);
        var later = new ProposedSlice(new Slice(JOB, 0, hashes.get(99), 100), null, hashes.subList(0, 100), 7);
        pipe(Topics.JOB_CUTS, "job", earlier);
        pipe(Topics.JOB_CUTS, "job", later);
        view.caughtUp = true;
        driver.advanceWallClockTime(CopierProcessor.TICK);

        var tasks = values(Topics.COPY_TASKS);
        assertThat(tasks).extracting(task -> task.hashes().size()).containsExactly(10, 100, 100, 40);
        assertThat(tasks).flatExtracting(CopyTask::hashes).containsExactlyElementsOf(hashes);
    }

    @Test
    void issuesASliceAgainWhenItsCutIsReadAgain() {
        view.add(ACME, 0, 100);
        copyAll();
        var cut = values(Topics.JOB_CUTS).getFirst();
        var task = values(Topics.COPY_TASKS).getFirst();

        pipe(Topics.JOB_CUTS, "job", cut);

        assertThat(values(Topics.COPY_TASKS)).containsExactly(task);
    }

    @Test
    void deletesSlicesWithoutWorkers() {
        var hashes = view.add(ACME, 0, 150);
        send(new CopyCommand.DeleteAll(JOB, ACME, 0, NOW, null));

        var deletes = records(Topics.CATALOG_COMMANDS);
        assertThat(deletes).extracting(record -> record.key).containsOnly("acme");
        assertThat(deletes)
                .flatExtracting(record -> ((DeletionCommand.Delete) record.value).hashes())
                .containsExactlyElementsOf(hashes);
        for (var record : deletes) {
            var delete = (DeletionCommand.Delete) record.value;
            var kept = delete.hashes().subList(0, 2);
            result(new Outcome.Deleted(
                    new Envelope(delete.operation(), Part.ONLY, ACME, delete.trail()),
                    NOW,
                    delete.hashes().subList(2, delete.hashes().size()),
                    kept.subList(0, 1),
                    kept.subList(1, 2),
                    3,
                    delete.slice()));
        }
        assertThat(values(Topics.JOBS).getLast())
                .extracting(Job::state, Job::deleted, Job::skipped, Job::destination)
                .containsExactly(Job.State.DONE, 146L, 4L, null);
    }

    @Test
    void countsSlicesInProgressWhenAJobIsCancelled() {
        view.add(ACME, 0, 1_000);
        copyAll();
        var tasks = values(Topics.COPY_TASKS);
        send(new CopyCommand.Cancel(JOB));
        var cancelled = values(Topics.JOBS).getLast();
        tasks.forEach(this::answer);

        assertThat(cancelled).extracting(Job::state, Job::finished).containsExactly(Job.State.CANCELLED, null);
        assertThat(values(Topics.COPY_TASKS)).isEmpty();
        assertThat(values(Topics.JOBS).getLast())
                .extracting(Job::state, Job::created, Job::finished)
                .containsExactly(Job.State.CANCELLED, 400L, NOW);
    }

    @Test
    void failsAJobWithAnUnknownDestination() {
        view.add(ACME, 0, 1_000);
        copyAll();
        for (var task : values(Topics.COPY_TASKS)) {
            result(new Outcome.Rejected(
                    new Envelope(task.operation(), Part.ONLY, OTHER, Trail.direct(NOW)),
                    NOW,
                    new Rejection.UnknownDestination("other")));
        }

        assertThat(values(Topics.COPY_TASKS)).isEmpty();
        assertThat(values(Topics.JOBS).getLast())
                .extracting(Job::state, Job::failed, Job::lastError)
                .containsExactly(Job.State.FAILED, 400L, "There is no organization other to copy to");
    }

    @Test
    void continuesAfterASliceIsRejected() {
        view.add(ACME, 0, 500);
        copyAll();
        var tasks = values(Topics.COPY_TASKS);
        result(new Outcome.Rejected(
                new Envelope(tasks.getFirst().operation(), Part.ONLY, OTHER, Trail.direct(NOW)),
                NOW,
                new Rejection.GivenUp(1, "the store is down")));

        assertThat(values(Topics.COPY_TASKS)).hasSize(1);
    }

    @Test
    void ignoresASecondCommandWithTheSameId() {
        view.add(ACME, 0, 100);
        copyAll();
        values(Topics.COPY_TASKS).forEach(this::answer);
        values(Topics.JOBS);
        copyAll();

        assertThat(values(Topics.COPY_TASKS)).isEmpty();
        assertThat(values(Topics.JOBS)).isEmpty();
    }

    @Test
    void completesAJobOverAnEmptyOrganizationAtOnce() {
        copyAll();

        assertThat(values(Topics.JOBS).getLast())
                .extracting(Job::state, Job::total)
                .containsExactly(Job.State.DONE, 0L);
    }

    @Test
    void startsOnceTheViewHasReachedTheRevision() {
        view.add(ACME, 0, 100);
        view.revision = 4;
        send(new CopyCommand.CopyAll(JOB, ACME, OTHER, false, 5, NOW, null));
        var before = values(Topics.COPY_TASKS);
        view.revision = 5;
        driver.advanceWallClockTime(CopierProcessor.TICK);

        assertThat(before).isEmpty();
        assertThat(values(Topics.COPY_TASKS)).hasSize(1);
    }

    @Test
    void failsAJobWhoseRevisionIsNotReached() {
        view.revision = 4;
        send(new CopyCommand.CopyAll(JOB, ACME, OTHER, false, 5, NOW, null));
        driver.advanceWallClockTime(Cuts.REVISION_PATIENCE);

        assertThat(values(Topics.JOBS).getLast().state()).isEqualTo(Job.State.FAILED);
    }

    @Test
    void issuesALostSliceAgainAndFinallyCountsItAsFailed() {
        view.add(ACME, 0, 100);
        copyAll();
        var first = values(Topics.COPY_TASKS);
        driver.advanceWallClockTime(LostSlices.LOST);
        var second = values(Topics.COPY_TASKS);
        driver.advanceWallClockTime(LostSlices.LOST);
        var third = values(Topics.COPY_TASKS);
        driver.advanceWallClockTime(LostSlices.LOST);

        assertThat(second).isEqualTo(first);
        assertThat(third).isEqualTo(first);
        assertThat(values(Topics.COPY_TASKS)).isEmpty();
        assertThat(values(Topics.JOBS).getLast())
                .extracting(Job::state, Job::failed)
                .containsExactly(Job.State.DONE, 100L);
        assertThat(meters.counter(CopierMetrics.LOST_SLICES).count()).isEqualTo(3);
    }

    @Test
    void publishesProgressPeriodically() {
        view.add(ACME, 0, 1_000);
        copyAll();
        values(Topics.COPY_TASKS).forEach(this::answer);
        var atFirst = values(Topics.JOBS);
        driver.advanceWallClockTime(Progress.INTERVAL);

        assertThat(atFirst).extracting(Job::created).containsOnly(0L);
        assertThat(values(Topics.JOBS)).extracting(Job::created).containsExactly(400L);
    }

    @Test
    void removesAJobAMonthAfterItsEnd() {
        copyAll();
        records(Topics.JOBS);
        driver.advanceWallClockTime(CopierProcessor.MEMORY.plusHours(2));

        assertThat(records(Topics.JOBS)).containsExactly(KeyValue.pair("job", null));
    }

    private void copyAll() {
        send(new CopyCommand.CopyAll(JOB, ACME, OTHER, false, 0, NOW, null));
    }

    private void send(CopyCommand command) {
        pipe(Topics.COPIES, command.operation().value(), command);
    }

    private void answer(CopyTask task) {
        result(copied(task, task.hashes(), List.of(), List.of(), List.of()));
    }

    private static Outcome copied(
            CopyTask task,
            List<ImageHash> created,
            List<ImageHash> existing,
            List<ImageHash> notFound,
            List<ImageHash> failed) {
        return new Outcome.Copied(
                new Envelope(task.operation(), Part.ONLY, task.destination(), Trail.direct(NOW)),
                NOW,
                created,
                existing,
                notFound,
                failed,
                1,
                task.slice());
    }

    private void result(Outcome outcome) {
        var id = outcome.operation().value();
        pipe(Topics.JOB_RESULTS, id.substring(0, id.lastIndexOf('-')), outcome);
    }

    private <V> void pipe(Topic<V> topic, String key, V value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), topic.serializer())
                .pipeInput(new TestRecord<>(key, value, NOW));
    }

    /// Returns the records published since the last call.
    private <V> List<V> values(Topic<V> topic) {
        return new ArrayList<>(
                records(topic).stream().map(record -> record.value).toList());
    }

    private <V> List<KeyValue<String, V>> records(Topic<V> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), topic.deserializer())
                .readKeyValuesToList();
    }
}
