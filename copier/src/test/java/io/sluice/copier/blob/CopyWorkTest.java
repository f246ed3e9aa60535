package io.sluice.copier.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.command.BlobPurge;
import io.sluice.command.CopiedImage;
import io.sluice.command.CopyTask;
import io.sluice.command.DeadLetter;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.command.Slice;
import io.sluice.copier.FakeView;
import io.sluice.copier.job.CopierMetrics;
import io.sluice.image.BlobKey;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.precedence.Precedence;
import io.sluice.queue.RetryingPublisher;
import io.sluice.queue.StopFlag;
import io.sluice.testsupport.MemoryStore;
import io.sluice.testsupport.RecordingPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyWorkTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");
    private static final OperationId TASK = new OperationId("job-3");
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final FakeView view = new FakeView();
    private final MemoryStore store = new MemoryStore();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final StopFlag stop = new StopFlag();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void copiesBlobsAndPublishesOneCatalogCommand() throws InterruptedException {
        var hashes = stored(2);

        var acknowledgement = work(task(hashes, null));

        assertThat(acknowledgement).isEqualTo(AcknowledgeType.ACCEPT);
        var register = registered();
        assertThat(register.organization()).isEqualTo(OTHER);
        assertThat(register.source()).isEqualTo(ACME);
        assertThat(register.keepExisting()).isTrue();
        assertThat(register.images())
                .extracting(copied -> copied.image().hash())
                .containsExactlyElementsOf(hashes);
        assertThat(register.images())
                .extracting(CopiedImage::blob)
                .allMatch(blob -> blob.belongsTo(OTHER))
                .allMatch(store::has);
        assertThat(publisher.published())
                .singleElement()
                .extracting(RecordingPublisher.Published::key)
                .isEqualTo("other");
        assertThat(register.trail().stages()).containsKeys("queue", "copy");
    }

    @Test
    void reportsMissingImages() throws InterruptedException {
        var missing = List.of(FakeView.hash(8), FakeView.hash(9));

        assertThat(work(task(missing, null))).isEqualTo(AcknowledgeType.ACCEPT);

        assertThat(registered().images()).isEmpty();
        assertThat(registered().missing()).isEqualTo(missing);
    }

    @Test
    void reportsImagesWithoutBytes() throws InterruptedException {
        var hashes = new ArrayList<>(stored(1));
        hashes.addAll(view.add(ACME, 1, 1));

        work(task(hashes, null));

        assertThat(registered().images()).hasSize(1);
        assertThat(registered().failed()).containsExactly(hashes.getLast());
    }

    @Test
    void copiesTheNewBytesOfAnImageThatIsOverwrittenMeanwhile() throws InterruptedException {
        var hashes = new ArrayList<>(stored(1));
        hashes.addAll(view.add(ACME, 1, 1));
        var blob = new BlobKey("blobs/acme/new");
        store.put(blob, new byte[1]);
        store.whenMissing(_ -> view.put(FakeView.image(ACME, hashes.getLast(), UserMetadata.NONE, blob)));

        work(task(hashes, null));

        assertThat(registered().images())
                .extracting(copied -> copied.image().blob())
                .containsExactly(new BlobKey("blobs/acme/" + hashes.getFirst()), blob);
        assertThat(registered().images()).extracting(CopiedImage::blob).allMatch(store::has);
        assertThat(registered().failed()).isEmpty();
    }

    @Test
    void treatsAnImageThatIsDeletedMeanwhileAsMissing() throws InterruptedException {
        var hashes = view.add(ACME, 0, 1);
        store.whenMissing(_ -> view.remove(ACME, hashes.getFirst()));

        work(task(hashes, null));

        assertThat(registered().missing()).isEqualTo(hashes);
        assertThat(registered().failed()).isEmpty();
    }

    @Test
    void retriesFailedCopiesUnderNewKeysAndPurgesTheOldOnes() throws InterruptedException {
        var hashes = stored(2);
        store.failNextCopies(1);

        work(task(hashes, null));

        var register = registered();
        assertThat(register.images()).hasSize(2);
        assertThat(publisher.on(Topics.BLOB_PURGES, BlobPurge.class))
                .singleElement()
                .extracting(BlobPurge::blob)
                .isNotIn(register.images().stream().map(CopiedImage::blob).toList());
        assertThat(meters.counter(CopierMetrics.STORE_RETRIES).count()).isEqualTo(1);
    }

    @Test
    void givesUpATaskWhenTheStoreFailsUntilTheDeadline() throws InterruptedException {
        store.failNextCopies(Integer.MAX_VALUE);

        var acknowledgement = work(task(stored(1), null), Duration.ofMillis(1));

        assertThat(acknowledgement).isEqualTo(AcknowledgeType.REJECT);
        assertThat(publisher.on(Topics.OUTCOMES, Outcome.Rejected.class))
                .singleElement()
                .extracting(Outcome.Rejected::reason)
                .isInstanceOf(Rejection.GivenUp.class);
        assertThat(publisher.on(Topics.DEAD_LETTERS, DeadLetter.class)).hasSize(1);
        assertThat(publisher.on(Topics.BLOB_PURGES, BlobPurge.class)).hasSize(1);
    }

    @Test
    void publishesARejectionWhenItGivesUpASlice() throws InterruptedException {
        store.failNextCopies(Integer.MAX_VALUE);
        var hashes = stored(1);
        var slice = new Slice(new OperationId("job"), 3, hashes.getFirst(), 1);

        work(task(hashes, slice), Duration.ofMillis(1));

        assertThat(publisher.topics()).doesNotContain("sluice.outcomes");
        assertThat(publisher.published())
                .filteredOn(record -> record.topic().equals("sluice.job-results"))
                .singleElement()
                .extracting(RecordingPublisher.Published::key)
                .isEqualTo("job");
    }

    @Test
    void registersTheCopiedImagesWhenOthersFail() throws InterruptedException {
        var hashes = stored(2);
        store.failNextCopies(1);

        assertThat(work(task(hashes, null), Duration.ofMillis(1))).isEqualTo(AcknowledgeType.ACCEPT);

        assertThat(registered().images()).hasSize(1);
        assertThat(registered().failed()).hasSize(1);
    }

    @Test
    void releasesTheTaskAtShutdown() throws InterruptedException {
        store.failNextCopies(1);
        stop.give();

        assertThat(work(task(stored(2), null))).isEqualTo(AcknowledgeType.RELEASE);

        assertThat(publisher.topics()).containsOnly("sluice.blob-purges").hasSize(2);
    }

    @Test
    void givesUpATaskWhoseRevisionIsNotReached() throws InterruptedException {
        view.revision = 4;

        assertThat(work(task(stored(1), null))).isEqualTo(AcknowledgeType.REJECT);

        assertThat(publisher.topics()).containsExactly("sluice.outcomes", "sluice.dead-letters");
    }

    @Test
    void keepsATaskWhileTheViewIsBehindBecauseItWaitsForKafka() throws InterruptedException {
        view.revision = 4;
        view.caughtUp = false;

        assertThat(work(task(stored(1), null))).isEqualTo(AcknowledgeType.RENEW);

        assertThat(publisher.topics()).isEmpty();
    }

    @Test
    void givesUpATaskThatMeetsABugWithItsOutcomeAndADeadLetter() throws InterruptedException {
        var value = Topics.COPY_TASKS.serializer().serialize("sluice.copy-tasks", task(stored(1), null));

        var done = work(PATIENCE).giveUp(record(value), new IllegalStateException("a bug"));

        assertThat(done.acknowledgement()).isEqualTo(AcknowledgeType.REJECT);
        assertThat(publisher.topics()).containsExactly("sluice.outcomes", "sluice.dead-letters");
    }

    @Test
    void failsImagesThatWouldMakeTheCommandTooLong() throws InterruptedException {
        var hashes = new ArrayList<ImageHash>();
        for (var number = 0; number < 10; number++) {
            var metadata = new UserMetadata(new TreeMap<>(Map.of("text:t", TextNode.valueOf("x".repeat(200_000)))));
            hashes.add(view.put(FakeView.image(ACME, FakeView.hash(number), metadata)));
            store.put(new BlobKey("blobs/acme/" + FakeView.hash(number)), new byte[1]);
        }

        work(task(hashes, null));

        assertThat(registered().images()).hasSize(4);
        assertThat(registered().failed()).hasSize(6);
        assertThat(Topics.CATALOG_COMMANDS.serializer().serialize("", registered()))
                .hasSizeLessThan(1024 * 1024);
    }

    @Test
    void deadLettersAMalformedTask() throws InterruptedException {
        var acknowledgement = work(PATIENCE).on(record("{}".getBytes(UTF_8))).acknowledgement();

        assertThat(acknowledgement).isEqualTo(AcknowledgeType.REJECT);
        assertThat(publisher.topics()).containsExactly("sluice.dead-letters");
    }

    @Test
    void keepsTheBlobsOfACommandThatMayHaveBeenPublished() {
        var task = task(stored(1), null);
        publisher.failNext(new RecordTooLargeException("too large"));

        assertThatThrownBy(() -> work(task)).isInstanceOf(RetryingPublisher.UnpublishedException.class);

        assertThat(publisher.published()).isEmpty();
    }

    private List<ImageHash> stored(int count) {
        var hashes = view.add(ACME, 0, count);
        hashes.forEach(hash -> store.put(new BlobKey("blobs/acme/" + hash), new byte[1]));
        return hashes;
    }

    private static CopyTask task(List<ImageHash> hashes, @Nullable Slice slice) {
        return new CopyTask(TASK, ACME, OTHER, hashes, true, 7, NOW, slice);
    }

    private AcknowledgeType work(CopyTask task) throws InterruptedException {
        return work(task, PATIENCE);
    }

    private AcknowledgeType work(CopyTask task, Duration patience) throws InterruptedException {
        return work(patience)
                .on(record(Topics.COPY_TASKS.serializer().serialize("", task)))
                .acknowledgement();
    }

    private CopyWork work(Duration patience) {
        var metrics = new CopierMetrics(meters);
        var copies = new BlobCopies(store, stop, metrics, clock, () -> 0);
        var turns = new CopyTurns(Precedence.ofThisProcess(new SimpleMeterRegistry()));
        var retrying = new RetryingPublisher(publisher, stop);
        return new CopyWork(view, copies, retrying, turns, patience, stop, metrics, clock);
    }

    private RegistrationCommand.RegisterCopies registered() {
        return publisher
                .on(Topics.CATALOG_COMMANDS, RegistrationCommand.RegisterCopies.class)
                .getFirst();
    }

    private static ConsumerRecord<String, byte[]> record(byte[] value) {
        return new ConsumerRecord<>(
                "sluice.copy-tasks",
                0,
                0,
                NOW.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                TASK.value(),
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
