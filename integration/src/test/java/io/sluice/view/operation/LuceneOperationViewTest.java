package io.sluice.view.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.command.Bytes;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Retry;
import io.sluice.command.Source;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.testsupport.MemoryTopics;
import io.sluice.testsupport.builder.UploadBuilder;
import io.sluice.view.OperationStatus;
import io.sluice.view.OperationStatus.PartStatus;
import io.sluice.view.lucene.ViewMetrics;
import io.sluice.watch.Heartbeats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneOperationViewTest {

    private static final Organization ACME = new Organization("acme");
    private static final Instant ACCEPTED = Instant.now().minusSeconds(60);

    @TempDir
    Path folder;

    private final MemoryTopics topics = new MemoryTopics(Topics.UPLOADS, Topics.RETRIES, Topics.OUTCOMES);
    private final Queue<Outcome> told = new ConcurrentLinkedQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @SuppressWarnings("NullAway.Init") // set by each test
    private LuceneOperationView view;

    @AfterEach
    void close() {
        view.close();
    }

    @Test
    void followsAnOperationFromItsAcceptanceToItsEnd() {
        start(Clock.systemUTC());
        var command = upload("op-1", new Source.Url("https://example.com/a.jpg"));

        topics.publish(Topics.UPLOADS, "op-1", command);
        await().untilAsserted(() -> assertThat(only("op-1")).isEqualTo(new PartStatus(Part.ONLY, 0, null, null, null)));

        var due = Instant.now().plusSeconds(5);
        topics.publish(Topics.RETRIES, "op-1", new Retry(command.nextAttempt(), due, "no route", Map.of()));
        await().untilAsserted(
                        () -> assertThat(only("op-1")).isEqualTo(new PartStatus(Part.ONLY, 1, due, "no route", null)));

        var outcome = rejected("op-1", ACCEPTED);
        topics.publish(Topics.OUTCOMES, "op-1", outcome);
        await().untilAsserted(() ->
                assertThat(only("op-1")).isEqualTo(new PartStatus(Part.ONLY, 2, null, "no route", outcome)));
        assertThat(view.find(new OperationId("op-1")).orElseThrow())
                .returns("fp", OperationStatus::fingerprint)
                .returns(ACCEPTED, OperationStatus::accepted)
                .returns(ACME, OperationStatus::organization)
                .returns(OperationStatus.State.REJECTED, OperationStatus::state);
        assertThat(view.find(new OperationId("op-2"))).isEmpty();
    }

    @Test
    void neverReopensAnEndedOperation() {
        start(Clock.systemUTC());

        topics.publish(Topics.OUTCOMES, "op-1", rejected("op-1", ACCEPTED));
        await().until(() -> view.find(new OperationId("op-1")).isPresent());
        topics.publish(Topics.UPLOADS, "op-1", upload("op-1", new Source.Url("https://example.com/a.jpg")));

        await().untilAsserted(
                        () -> assertThat(view.find(new OperationId("op-1")).orElseThrow())
                                .returns("fp", OperationStatus::fingerprint)
                                .returns(OperationStatus.State.REJECTED, OperationStatus::state));
    }

    @Test
    void passesEveryOutcomeToTheListener() {
        start(Clock.systemUTC());
        var outcome = rejected("op-1", ACCEPTED);

        topics.publish(Topics.OUTCOMES, "op-1", outcome);

        await().untilAsserted(() -> assertThat(told).containsExactly(outcome));
    }

    @Test
    void usesTheTimeOfTheRecordForACommandWithoutOne() {
        start(Clock.systemUTC());
        var published = Instant.now().minusSeconds(30);

        topics.publishBytes(
                Topics.UPLOADS.name(),
                "op-1",
                "{\"operation\":\"op-1\",\"organization\":\"acme\"}".getBytes(UTF_8),
                published);

        await().untilAsserted(() -> assertThat(view.find(new OperationId("op-1")))
                .map(OperationStatus::accepted)
                .contains(Instant.ofEpochMilli(published.toEpochMilli())));
    }

    @Test
    void continuesWithItsIndexAfterARestart() {
        start(Clock.systemUTC());
        topics.publish(Topics.UPLOADS, "op-1", upload("op-1", new Source.Url("https://example.com/a.jpg")));
        await().until(() -> view.find(new OperationId("op-1")).isPresent());
        view.close();
        var before = topics.polls();

        start(Clock.systemUTC());
        await().until(view::caughtUp);

        assertThat(view.find(new OperationId("op-1"))).isPresent();
        assertThat(topics.polls()).isEqualTo(before);
    }

    @Test
    void removesOperationsAfterTheRetention() {
        start(Clock.systemUTC());
        topics.publish(Topics.UPLOADS, "op-1", upload("op-1", new Source.Url("https://example.com/a.jpg")));
        await().until(() -> view.find(new OperationId("op-1")).isPresent());
        view.close();

        start(Clock.offset(Clock.systemUTC(), Topics.OPERATION_RETENTION.minusMinutes(1)));
        assertThat(view.find(new OperationId("op-1"))).isPresent();
        view.close();

        start(Clock.offset(Clock.systemUTC(), Topics.OPERATION_RETENTION.plus(Duration.ofMinutes(1))));
        await().until(view::caughtUp);
        assertThat(view.find(new OperationId("op-1"))).isEmpty();
    }

    @Test
    void doesNotStoreTheBytesOfCommands() throws Exception {
        start(Clock.systemUTC());
        for (var i = 0; i < 20; i++) {
            var bytes = new byte[Source.Inline.MAX_BYTES];
            new Random(i).nextBytes(bytes);
            topics.publish(Topics.UPLOADS, "op-" + i, upload("op-" + i, new Source.Inline(Bytes.of(bytes))));
        }
        await().until(() -> view.find(new OperationId("op-19")).isPresent());
        view.close();

        try (var files = Files.list(folder)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isBetween(1L, 200_000L);
        }
    }

    @Test
    void combinesAllPartsOfAnOperation() {
        start(Clock.systemUTC());
        for (var index = 0; index < 3; index++) {
            topics.publish(
                    Topics.UPLOADS,
                    "op-1",
                    upload("op-1", new Part(index, 3), new Source.Url("https://example.com/" + index)));
        }

        await().untilAsserted(() -> assertThat(view.find(new OperationId("op-1")))
                .map(OperationStatus::parts)
                .hasValueSatisfying(parts -> assertThat(parts)
                        .extracting(PartStatus::part)
                        .containsExactly(new Part(0, 3), new Part(1, 3), new Part(2, 3))));
    }

    @Test
    void refreshesForFewEventsWhenTheyAreLarge() {
        start(Clock.systemUTC());
        for (var i = 0; i < 20; i++) {
            var fault = new Rejection.GivenUp(3, "x".repeat(250_000));
            topics.publish(Topics.OUTCOMES, "op-" + i, rejected("op-" + i, ACCEPTED, fault));
        }

        await().until(() -> meters.get(ViewMetrics.REFRESHES).timer().count() > 0);
        assertThat(view.find(new OperationId("op-0"))).isPresent();
    }

    private void start(Clock clock) {
        view = LuceneOperationView.start(topics::consumer, folder, told::add, meters, clock, new Heartbeats());
    }

    private PartStatus only(String operation) {
        var parts = view.find(new OperationId(operation))
                .map(OperationStatus::parts)
                .orElse(List.of());
        assertThat(parts).hasSize(1);
        return parts.getFirst();
    }

    private static UploadCommand upload(String operation, Source source) {
        return upload(operation, Part.ONLY, source);
    }

    private static UploadCommand upload(String operation, Part part, Source source) {
        return UploadBuilder.upload(operation, ACME, source)
                .part(part)
                .accepted(ACCEPTED)
                .fingerprint("fp")
                .build();
    }

    private static Outcome rejected(String operation, Instant accepted) {
        return rejected(operation, accepted, new Rejection.EmptyFile());
    }

    private static Outcome rejected(String operation, Instant accepted, Rejection reason) {
        return new Outcome.Rejected(
                new Envelope(new OperationId(operation), Part.ONLY, ACME, new Trail(accepted, 2, Map.of())),
                accepted.plusSeconds(1),
                reason);
    }
}
