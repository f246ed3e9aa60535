package io.sluice.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.command.DeadLetter;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.command.Retry;
import io.sluice.command.Source;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.fetch.FetchConfig;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.ImageFormat;
import io.sluice.image.Organization;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageLimits;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.precedence.Precedence;
import io.sluice.testsupport.CapturedLogs;
import io.sluice.testsupport.MemoryStore;
import io.sluice.testsupport.RecordingPublisher;
import io.sluice.testsupport.builder.UploadBuilder;
import io.sluice.watch.Heartbeats;
import io.sluice.worker.upload.Identify;
import io.sluice.worker.upload.WorkerMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at what is logged")
class UploadWorkersTest {

    private static final Organization ACME = new Organization("acme");
    private static final BlobKey STAGED = BlobKey.unique(ACME);
    private static final BinaryHash HASH = new BinaryHash("a".repeat(40));
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Instant PUBLISHED = Instant.parse("2026-01-02T03:04:00Z");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Identification PHOTO =
            new Identification.Identified(ImageFormat.TIFF, 3, 2, Identification.Pixels.RGB);

    private final MemoryStore store = new MemoryStore();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /// How many records were published when a record was committed as done.
    private final List<Integer> publishedBefore = new CopyOnWriteArrayList<>();

    private final ScriptedQueue queue =
            new ScriptedQueue(() -> publishedBefore.add(publisher.published().size()));

    private volatile Identify identify = _ -> PHOTO;
    private final Semaphore conversions = new Semaphore(1_000);
    private Duration jobDeadline = Duration.ofMinutes(1);
    private Duration retryPeriod = Duration.between(PUBLISHED, NOW);

    @SuppressWarnings("NullAway.Init") // set by each test
    private UploadWorkers workers;

    private long offset;
    private Headers headers = new RecordHeaders();

    @TempDir
    Path directory;

    @BeforeEach
    void stage() {
        store.put(STAGED, "a tiff".getBytes(UTF_8));
    }

    @AfterEach
    void close() {
        if (workers != null) {
            workers.close();
        }
    }

    @Test
    void publishesTheCatalogCommandBeforeTheCommit() throws Exception {
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(1);
        assertThat(publishedBefore).containsExactly(1);
        assertThat(publisher.published()).singleElement().satisfies(published -> {
            assertThat(published.topic()).isEqualTo("sluice.catalog-commands");
            assertThat(published.key()).isEqualTo("acme");
        });
        var register = publisher
                .on(Topics.CATALOG_COMMANDS, RegistrationCommand.Register.class)
                .getFirst();
        assertThat(register.content().blob()).isEqualTo(STAGED);
        assertThat(register.trail().accepted()).isEqualTo(PUBLISHED);
        assertThat(register.trail().stages()).containsEntry("queue", 5_000L).containsKey("identify");
        await().untilAsserted(
                        () -> assertThat(registry.counter(WorkerMetrics.UPLOADS, "outcome", "stored", "reason", "none")
                                        .count())
                                .isEqualTo(1));
        assertThat(registry.counter(WorkerMetrics.STORED).count()).isEqualTo(6);
    }

    @Test
    void skipsARedeliveredUploadWhoseStagedBytesWereRemoved() throws Exception {
        store.delete(STAGED);
        queue.knownEnd(1);
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(1);
        assertThat(publisher.published()).isEmpty();
    }

    @Test
    void refusesAnUploadWithoutItsStagedBytes() throws Exception {
        store.delete(STAGED);
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(1);
        assertThat(publisher.on(Topics.OUTCOMES, Outcome.Rejected.class))
                .singleElement()
                .extracting(Outcome.Rejected::reason)
                .isEqualTo(new Rejection.BlobMissing(STAGED.value()));
    }

    @Test
    void purgesTheOriginalAfterTheCommitOnly() throws Exception {
        publish(command(OptimizeSource.PNG, 1));

        start();

        awaitDone(1);
        assertThat(publishedBefore).containsExactly(1);
        await().untilAsserted(() ->
                assertThat(publisher.topics()).containsExactly("sluice.catalog-commands", "sluice.blob-purges"));
        assertThat(publisher.published().getLast().key()).isEqualTo(STAGED.value());
    }

    @Test
    void keepsTheOriginalWhenTheRecordWillBeRedelivered() throws Exception {
        var identified = identify;
        identify = bytes -> {
            queue.failCommits(new CommitFailedException("the partition is another's"));
            return identified.identify(bytes);
        };
        publish(command(OptimizeSource.PNG, 1));

        start();
        await().untilAsserted(() -> assertThat(publisher.topics()).containsExactly("sluice.catalog-commands"));
        workers.close();

        assertThat(publisher.topics()).containsExactly("sluice.catalog-commands");
    }

    @Test
    void publishesARefusalWithoutADeadLetterAndPurgesTheBlob() throws Exception {
        var reason = new Rejection.CorruptImage("tif", "no directory at 8");
        identify = _ -> new Identification.Refused(reason);
        publish(command(OptimizeSource.NONE, 2));

        start();

        awaitDone(1);
        assertThat(publishedBefore).containsExactly(3);
        assertThat(publisher.topics())
                .containsExactly("sluice.outcomes", "sluice.catalog-commands", "sluice.blob-purges");
        var outcome = publisher.on(Topics.OUTCOMES, Outcome.Rejected.class).getFirst();
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.finished()).isEqualTo(NOW);
        assertThat(outcome.trail().attempts()).isEqualTo(2);
        assertThat(outcome.trail().stages()).containsKeys("queue", "fetch", "identify");
        assertThat(registry.counter(WorkerMetrics.UPLOADS, "outcome", "refused", "reason", "corrupt-image")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void publishesADeadLetterForARecordThatIsNotACommandAndContinues() throws Exception {
        publish("not a command");
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(2);
        assertThat(publisher.topics()).containsExactlyInAnyOrder("sluice.dead-letters", "sluice.catalog-commands");
        var letter = publisher.on(Topics.DEAD_LETTERS, DeadLetter.class).getFirst();
        assertThat(new String(letter.value().toArray(), UTF_8)).isEqualTo("not a command");
        assertThat(letter.reason()).isInstanceOf(Rejection.MalformedCommand.class);
    }

    @Test
    void publishesTheRejectionOfAMalformedCommandWithAReadableOperation() throws Exception {
        publish("""
                {"operation":"op-7","organization":"acme","part":{"index":1,"count":3},"source":{"type":"pigeon"}}""");

        start();

        awaitDone(1);
        var outcome = publisher.on(Topics.OUTCOMES, Outcome.Rejected.class).getFirst();
        assertThat(outcome.operation()).isEqualTo(new OperationId("op-7"));
        assertThat(outcome.part()).isEqualTo(new Part(1, 3));
        assertThat(outcome.reason().message()).contains("pigeon");
    }

    @Test
    void reschedulesAnUploadWhileTheStoreIsUnavailable() throws Exception {
        store.goDown();
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(1);
        assertThat(publishedBefore).containsExactly(1);
        var retry = publisher.on(Topics.RETRIES, Retry.class).getFirst();
        assertThat(retry.command().attempt()).isEqualTo(2);
        assertThat(retry.command().accepted()).isEqualTo(PUBLISHED);
        assertThat(retry.due()).isBetween(NOW.plusSeconds(2), NOW.plusMillis(2_400));
        assertThat(publisher.topics()).containsExactly("sluice.retries");
    }

    @Test
    void givesUpAfterTheLastAttemptAndKeepsTheBlobForTheDeadLetter() throws Exception {
        store.goDown();
        publish(command(OptimizeSource.NONE, 3));

        start();

        awaitDone(1);
        assertThat(publisher.topics())
                .containsExactly("sluice.outcomes", "sluice.catalog-commands", "sluice.dead-letters");
        assertThat(publisher
                        .on(Topics.OUTCOMES, Outcome.Rejected.class)
                        .getFirst()
                        .reason())
                .isInstanceOfSatisfying(
                        Rejection.GivenUp.class,
                        givenUp -> assertThat(givenUp.attempts()).isEqualTo(3));
    }

    @Test
    void retriesForTheWholeRetryPeriodWhileTheStoreIsUnavailable() throws Exception {
        retryPeriod = Duration.between(PUBLISHED, NOW).plusSeconds(1);
        store.goDown();
        publish(command(OptimizeSource.NONE, 300));

        start();

        awaitDone(1);
        assertThat(publisher.topics()).containsExactly("sluice.retries");
        var retry = publisher.on(Topics.RETRIES, Retry.class).getFirst();
        assertThat(retry.command().attempt()).isEqualTo(301);
        assertThat(retry.due()).isBetween(NOW.plusSeconds(60), NOW.plusSeconds(72));
    }

    @Test
    void triesAUrlALimitedNumberOfTimesAndReportsItsFailure() throws Exception {
        publish(command(new Source.Url("http://127.0.0.1:1/a.png"), OptimizeSource.NONE, 1));
        publish(command(new Source.Url("http://127.0.0.1:1/a.png"), OptimizeSource.NONE, 2));

        start();

        awaitDone(2);
        assertThat(publisher.topics())
                .containsExactlyInAnyOrder("sluice.retries", "sluice.outcomes", "sluice.catalog-commands");
        assertThat(publisher
                        .on(Topics.OUTCOMES, Outcome.Rejected.class)
                        .getFirst()
                        .reason())
                .isInstanceOf(Rejection.UrlUnreachable.class);
    }

    @Test
    void interruptsAndReschedulesAnUploadThatTakesTooLong() throws Exception {
        jobDeadline = Duration.ofMillis(50);
        identify = _ -> hang();
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(1);
        assertThat(publisher.on(Topics.RETRIES, Retry.class).getFirst().fault()).contains("took longer than");
    }

    @Test
    void leavesInterruptedUploadsToTheNextReader() throws Exception {
        var started = new CountDownLatch(1);
        identify = _ -> {
            started.countDown();
            return hang();
        };
        publish(command(OptimizeSource.NONE, 1));
        start();
        started.await();

        workers.close();

        assertThat(queue.committed()).isZero();
        assertThat(publisher.topics()).isEmpty();
    }

    @Test
    void publishesAResultAgainAfterAFailure() throws Exception {
        publisher.failNext(new NotLeaderOrFollowerException("moving"));
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(1);
        assertThat(publisher.topics()).containsExactly("sluice.catalog-commands");
    }

    @Test
    void processesARecordAgainWhoseResultCannotBePublished() throws Exception {
        publisher.failNext(new NotLeaderOrFollowerException("moving"));
        publisher.failNext(new NotLeaderOrFollowerException("moving"));
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(1);
        assertThat(publisher.topics()).containsExactly("sluice.catalog-commands");
    }

    @Test
    void givesUpARecordWhoseResultIsRefusedByTheBrokers() throws Exception {
        publisher.failNext(new RecordTooLargeException("too large"));
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(1);
        assertThat(publisher.topics())
                .containsExactly("sluice.outcomes", "sluice.catalog-commands", "sluice.dead-letters");
        assertThat(publisher
                        .on(Topics.OUTCOMES, Outcome.Rejected.class)
                        .getFirst()
                        .reason())
                .isEqualTo(new Rejection.GivenUp(1, "an internal error"));
        assertThat(store.keys()).contains(STAGED);
    }

    @Test
    void givesUpARecordWhoseResultCausesAnInternalError() throws Exception {
        publisher.breakNext(new IllegalStateException("a bug"));
        publish(command(OptimizeSource.NONE, 1));
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(2);
        assertThat(publisher.topics())
                .containsExactly(
                        "sluice.outcomes", "sluice.catalog-commands", "sluice.dead-letters", "sluice.catalog-commands");
    }

    @Test
    void continuesWhenAnUnneededBlobCannotBePurged() throws Exception {
        publisher.passNext();
        publisher.failNext(new RecordTooLargeException("too large"));
        publish(command(OptimizeSource.PNG, 1));

        start();
        awaitDone(1);
        await().until(() -> !publisher.isPlanned());
        publish(command(OptimizeSource.NONE, 1));

        awaitDone(2);
        assertThat(publisher.topics()).containsOnly("sluice.catalog-commands");
        assertThat(workers.ready()).isTrue();
    }

    @Test
    void aStagedUploadDoesNotWaitForAHostThatNeverAnswers() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var url = new Source.Url("http://127.0.0.1:" + silent.getLocalPort() + "/a.png");
            for (var number = 0; number < 100; number++) {
                publish(command(url, OptimizeSource.NONE, 1));
            }
            publish(command(OptimizeSource.NONE, 1));

            start();

            await().untilAsserted(() -> assertThat(publisher.topics()).contains("sluice.catalog-commands"));
            workers.close();
        }
    }

    @Test
    void anUploadDoesNotWaitForLongConversions() throws Exception {
        conversions.drainPermits();
        for (var number = 0; number < 12; number++) {
            publish(command(OptimizeSource.PNG, 1));
        }
        publish(command(OptimizeSource.NONE, 1));

        start();

        await().untilAsserted(() -> assertThat(publisher.topics()).containsExactly("sluice.catalog-commands"));
        conversions.release(12);
        awaitDone(13);
    }

    @Test
    void isReadyExceptWhileItRejoinsTheGroupAfterAnUnknownFailure() throws Exception {
        start();
        await().until(workers::ready);

        queue.failPolls(new IllegalStateException("Unexpected error code 15 while fetching"));
        await().until(() -> !workers.ready());
        queue.failPolls(null);

        await().until(workers::ready);
        assertThat(workers.failed()).isFalse();
    }

    @Test
    void continuesAfterPollsThatFail() throws Exception {
        queue.failPolls(new NotLeaderOrFollowerException("moving"));
        start();
        assertThat(workers.ready()).isFalse();

        queue.failPolls(null);

        await().until(workers::ready);
    }

    @Test
    void removesTheWorkFilesOfAKilledProcess() throws Exception {
        var leftover = Files.createFile(directory.resolve("upload-1.work"));
        var other = Files.createFile(directory.resolve("something.else"));

        start();

        assertThat(leftover).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void passesTheTraceOfARecordToAllRecordsThatFollowFromIt() throws Exception {
        headers = new RecordHeaders().add("traceparent", TRACEPARENT.getBytes(UTF_8));
        publish(command(OptimizeSource.PNG, 1));

        start();

        await().untilAsserted(() -> assertThat(publisher.published()).hasSize(2));
        assertThat(publisher.published())
                .extracting(RecordingPublisher.Published::trace)
                .containsOnly(TRACEPARENT.substring(3, 35));
    }

    @Test
    void keepsTheHeadersOfARecordForItsNextAttempt() throws Exception {
        store.goDown();
        headers = new RecordHeaders()
                .add("traceparent", TRACEPARENT.getBytes(UTF_8))
                .add("sender", "a producer of its own".getBytes(UTF_8));
        publish(command(OptimizeSource.NONE, 1));

        start();

        awaitDone(1);
        assertThat(publisher.on(Topics.RETRIES, Retry.class).getFirst().headers())
                .containsOnly(entry("traceparent", TRACEPARENT), entry("sender", "a producer of its own"));
    }

    @Test
    void logsTheOperationInEveryLineAboutAnUpload() throws Exception {
        try (var logs = new CapturedLogs()) {
            publish(command(OptimizeSource.NONE, 1));
            start();
            await().untilAsserted(() -> assertThat(messages(logs)).containsExactly("upload stored"));
            store.goDown();
            publish(command(OptimizeSource.NONE, 1));
            publish(command(OptimizeSource.NONE, 3));

            await().untilAsserted(() -> assertThat(messages(logs))
                    .containsExactly(
                            "upload stored",
                            "upload attempt failed",
                            "upload postponed",
                            "upload attempt failed",
                            "upload refused"));
            assertThat(logs.events())
                    .filteredOn(UploadWorkersTest::isOfWorker)
                    .allSatisfy(event -> assertThat(event.getMDCPropertyMap())
                            .containsEntry("operation", "op-1")
                            .containsEntry("organization", "acme")
                            .hasEntrySatisfying(
                                    "trace", trace -> assertThat(trace).hasSize(32)));
        }
    }

    private static List<String> messages(CapturedLogs logs) {
        return logs.events().stream()
                .filter(UploadWorkersTest::isOfWorker)
                .map(ILoggingEvent::getMessage)
                .toList();
    }

    private static boolean isOfWorker(ILoggingEvent event) {
        return event.getLoggerName().startsWith("io.sluice.worker");
    }

    private void start() throws IOException {
        workers = UploadWorkers.start(
                new WorkerConfig(
                        1,
                        2,
                        jobDeadline,
                        3,
                        retryPeriod,
                        Duration.ofMillis(200),
                        ImageLimits.DEFAULTS,
                        new FetchConfig(true, Duration.ofSeconds(5), 2, Set.of())),
                queue,
                (_, _) -> false,
                store,
                publisher,
                bytes -> {
                    bytes.read(0, ByteBuffer.allocate(1));
                    return identify.identify(bytes);
                },
                (_, _, _, destination) -> {
                    conversions.acquire();
                    Files.writeString(destination, "a png");
                    return new Conversion.Converted(ImageFormat.PNG, 5, 3, 2, true, "0".repeat(64), List.of());
                },
                1,
                directory,
                Precedence.ofThisProcess(new SimpleMeterRegistry()),
                registry,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new Heartbeats());
    }

    /// Waits until so many records are committed as done.
    private void awaitDone(int records) {
        await().untilAsserted(() -> assertThat(queue.committed()).isEqualTo(records));
    }

    private void publish(UploadCommand command) {
        publish(new String(Topics.UPLOADS.serializer().serialize("sluice.uploads", command), UTF_8));
    }

    private void publish(String value) {
        var bytes = value.getBytes(UTF_8);
        queue.add(new ConsumerRecord<>(
                "sluice.uploads",
                0,
                offset++,
                PUBLISHED.toEpochMilli(),
                TimestampType.CREATE_TIME,
                4,
                bytes.length,
                "op-1",
                bytes,
                headers,
                Optional.empty(),
                Optional.empty()));
    }

    private static UploadCommand command(OptimizeSource optimize, int attempt) {
        return command(new Source.Staged(STAGED, HASH, 6), optimize, attempt);
    }

    private static UploadCommand command(Source source, OptimizeSource optimize, int attempt) {
        return UploadBuilder.upload("op-1", ACME, source)
                .name("a.tif")
                .optimize(optimize)
                .attempt(attempt)
                .build();
    }

    /// Blocks until it is interrupted, as a decoder does whose file never ends.
    private static Identification hang() throws IOException {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody counts down");
        } catch (InterruptedException e) {
            throw new ClosedByInterruptException();
        }
    }
}
