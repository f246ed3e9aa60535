package io.sluice.view.operation;

import static io.sluice.command.UploadOptions.OptimizeSource.NONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.command.Bytes;
import io.sluice.command.Door;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.RecordPosition;
import io.sluice.command.Rejection;
import io.sluice.command.Retry;
import io.sluice.command.Source;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.testsupport.MemoryTopics;
import io.sluice.testsupport.builder.UploadBuilder;
import io.sluice.view.OperationFilter;
import io.sluice.view.OperationPage;
import io.sluice.view.OperationStatus;
import io.sluice.view.OperationStatus.PartStatus;
import io.sluice.view.UploadRequest;
import io.sluice.view.WaitingUploads;
import io.sluice.view.lucene.ViewMetrics;
import io.sluice.watch.Heartbeats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneOperationViewTest {

    private static final Organization ACME = new Organization("acme");
    private static final Source URL = new Source.Url("https://example.com/a.jpg");
    private static final Instant ACCEPTED = Instant.now().minusSeconds(60);

    private static final UploadRequest REQUEST = new UploadRequest(
            Door.KAFKA,
            null,
            new UploadRequest.SourceReference("url", null, "https://example.com/a.jpg", null),
            null,
            null);

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
        await().untilAsserted(() -> assertThat(only("op-1"))
                .isEqualTo(new PartStatus(Part.ONLY, 0, null, null, null, REQUEST, position())));

        var due = Instant.now().plusSeconds(5);
        topics.publish(Topics.RETRIES, "op-1", new Retry(command.nextAttempt(), due, "no route", Map.of()));
        await().untilAsserted(() -> assertThat(only("op-1"))
                .isEqualTo(new PartStatus(Part.ONLY, 1, due, "no route", null, REQUEST, position())));

        var outcome = rejected("op-1", ACCEPTED);
        topics.publish(Topics.OUTCOMES, "op-1", outcome);
        await().untilAsserted(() -> assertThat(only("op-1"))
                .isEqualTo(new PartStatus(Part.ONLY, 2, null, "no route", outcome, REQUEST, position())));
        assertThat(view.find(new OperationId("op-1")).orElseThrow())
                .returns("fp", OperationStatus::fingerprint)
                .returns(ACCEPTED, OperationStatus::accepted)
                .returns(ACME, OperationStatus::organization)
                .returns(OperationStatus.State.REJECTED, OperationStatus::state);
        assertThat(position())
                .returns(Topics.UPLOADS.name(), RecordPosition::topic)
                .returns(0L, RecordPosition::offset);
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

    @Test
    void listsTheOperationsOfAnOrganizationNewestFirst() {
        start(Clock.systemUTC());
        for (var i = 0; i < 5; i++) {
            publish(numbered("op-" + i, i));
        }
        publish(UploadBuilder.upload("op-other", new Organization("other"), URL));
        await().until(() -> view.find(new OperationId("op-other")).isPresent());

        var first = list(OperationFilter.ALL, 3, null);
        var second = list(OperationFilter.ALL, 3, first.last());

        assertThat(first.total()).isEqualTo(5);
        assertThat(ids(first)).containsExactly("op-4", "op-3", "op-2");
        assertThat(ids(second)).containsExactly("op-1", "op-0");
        assertThat(second.last()).isNull();
    }

    @Test
    void listsOperationsOfTheSameMillisecondOnceEach() {
        start(Clock.systemUTC());
        for (var i = 0; i < 7; i++) {
            publish(numbered("op-" + i, 0));
        }
        await().until(() -> view.find(new OperationId("op-6")).isPresent());

        var seen = new ArrayList<String>();
        OperationPage.Position after = null;
        do {
            var page = list(OperationFilter.ALL, 2, after);
            seen.addAll(ids(page));
            after = page.last();
        } while (after != null);

        assertThat(seen).containsExactlyInAnyOrder("op-0", "op-1", "op-2", "op-3", "op-4", "op-5", "op-6");
    }

    @Test
    void findsOperationsByEachCondition() {
        start(Clock.systemUTC());
        publish(numbered("op-0", 0).name("Beach.JPG").door(Door.HTTP));
        publish(numbered("op-1", 1).name("forest.png").options(new UploadOptions(false, NONE, false, true)));
        publish(numbered("op-2", 2).name("100%?.png").replayOf(new OperationId("op-x")));
        topics.publish(Topics.OUTCOMES, "op-1", rejected("op-1", ACCEPTED.plusSeconds(1)));
        await().until(() -> state("op-1") == OperationStatus.State.REJECTED);
        await().until(() -> view.find(new OperationId("op-2")).isPresent());

        assertThat(found(filter -> filter.state = OperationStatus.State.REJECTED))
                .containsExactly("op-1");
        assertThat(found(filter -> filter.state = OperationStatus.State.ACCEPTED))
                .containsExactly("op-2", "op-0");
        assertThat(found(filter -> filter.reason = "empty-file")).containsExactly("op-1");
        assertThat(found(filter -> filter.reason = "poison")).isEmpty();
        assertThat(found(filter -> filter.door = Door.HTTP)).containsExactly("op-0");
        assertThat(found(filter -> filter.door = Door.BULK)).containsExactly("op-1");
        assertThat(found(filter -> filter.door = Door.RETRY)).containsExactly("op-2");
        assertThat(found(filter -> filter.door = Door.KAFKA)).isEmpty();
        assertThat(found(filter -> filter.since = ACCEPTED.plusSeconds(1))).containsExactly("op-2", "op-1");
        assertThat(found(filter -> filter.until = ACCEPTED.plusSeconds(1))).containsExactly("op-0");
        assertThat(found(filter -> filter.name = "beach.jpg")).containsExactly("op-0");
        assertThat(found(filter -> filter.name = "*.PNG")).containsExactly("op-2", "op-1");
        assertThat(found(filter -> filter.name = "*%?.png")).containsExactly("op-2");
        assertThat(found(filter -> filter.name = "beach")).isEmpty();
    }

    @Test
    void countsOperationsByValue() {
        start(Clock.systemUTC());
        for (var i = 0; i < 4; i++) {
            publish(numbered("op-" + i, i));
        }
        topics.publish(Topics.OUTCOMES, "op-1", rejected("op-1", ACCEPTED));
        topics.publish(Topics.OUTCOMES, "op-2", rejected("op-2", ACCEPTED, new Rejection.Poison()));
        topics.publish(Topics.OUTCOMES, "op-3", rejected("op-3", ACCEPTED));
        await().until(() -> state("op-3") == OperationStatus.State.REJECTED);

        var request =
                new OperationPage.Request(ACME, OperationFilter.ALL, 0, null, EnumSet.allOf(OperationPage.Facet.class));
        assertThat(view.list(request).facets())
                .containsEntry(OperationPage.Facet.STATE, Map.of("accepted", 1L, "rejected", 3L))
                .containsEntry(OperationPage.Facet.REASON, Map.of("empty-file", 2L, "poison", 1L))
                .containsEntry(OperationPage.Facet.DOOR, Map.of("kafka", 4L));
    }

    @Test
    void continuesOperationsAfterARestart() {
        start(Clock.systemUTC());
        publish(numbered("op-0", 0).part(new Part(0, 2)));
        publish(numbered("op-0", 0).part(new Part(1, 2)));
        topics.publish(Topics.OUTCOMES, "op-0", rejected("op-0", ACCEPTED, new Part(1, 2)));
        await().until(() -> state("op-0") == OperationStatus.State.REJECTED);
        view.close();

        start(Clock.systemUTC());
        topics.publish(Topics.OUTCOMES, "op-0", rejected("op-0", ACCEPTED, new Part(0, 2)));

        await().untilAsserted(() -> assertThat(view.waiting()).isEmpty());
        assertThat(list(OperationFilter.ALL, 10, null).total()).isEqualTo(1);
    }

    @Test
    void knowsWhatWaits() {
        start(Clock.systemUTC());
        var staged = new Source.Staged(BlobKey.unique(ACME), new BinaryHash("a".repeat(40)), 500);
        publish(UploadBuilder.upload("op-0", ACME, staged).accepted(ACCEPTED.plusSeconds(9)));
        publish(numbered("op-1", 3));
        publish(numbered("op-2", 0));
        topics.publish(Topics.OUTCOMES, "op-2", rejected("op-2", ACCEPTED));
        var later = numbered("op-1", 3).build().nextAttempt();
        topics.publish(Topics.RETRIES, "op-1", new Retry(later, Instant.now().plusSeconds(60), "no route", Map.of()));

        await().untilAsserted(() -> assertThat(view.waiting())
                .containsExactly(
                        new WaitingUploads(ACME, 2, 500, ACCEPTED.plusSeconds(3).truncatedTo(ChronoUnit.MILLIS), 1)));
    }

    @Test
    void reportsEachChangeOnceItIsShown() {
        start(Clock.systemUTC());
        var shown = new ConcurrentLinkedQueue<Boolean>();
        view.onChange(change -> shown.add(view.find(change.operation()).isPresent()));

        publish(numbered("op-0", 0));
        publish(numbered("op-1", 1));

        await().untilAsserted(() -> assertThat(shown).containsExactly(true, true));
    }

    /// A filter that tests fill in.
    private static final class Conditions {
        private OperationStatus.@Nullable State state;
        private @Nullable String reason;
        private @Nullable Door door;
        private @Nullable Instant since;
        private @Nullable Instant until;
        private @Nullable String name;
    }

    private List<String> found(Consumer<Conditions> conditions) {
        var given = new Conditions();
        conditions.accept(given);
        return ids(list(
                new OperationFilter(given.state, given.reason, given.door, given.since, given.until, given.name, null),
                10,
                null));
    }

    private OperationPage list(OperationFilter filter, int limit, OperationPage.@Nullable Position after) {
        return view.list(new OperationPage.Request(ACME, filter, limit, after, Set.of()));
    }

    private static List<String> ids(OperationPage page) {
        return page.items().stream().map(status -> status.operation().value()).toList();
    }

    private OperationStatus.@Nullable State state(String operation) {
        return view.find(new OperationId(operation)).map(OperationStatus::state).orElse(null);
    }

    private void publish(UploadBuilder upload) {
        var command = upload.build();
        topics.publish(Topics.UPLOADS, command.operation().value(), command);
    }

    private static UploadBuilder numbered(String operation, int seconds) {
        return UploadBuilder.upload(operation, ACME, URL).accepted(ACCEPTED.plusSeconds(seconds));
    }

    private RecordPosition position() {
        return requireNonNull(only("op-1").command());
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

    private static Outcome rejected(String operation, Instant accepted, Part part) {
        return new Outcome.Rejected(
                new Envelope(new OperationId(operation), part, ACME, new Trail(accepted, 2, Map.of())),
                accepted.plusSeconds(1),
                new Rejection.EmptyFile());
    }

    private static Outcome rejected(String operation, Instant accepted, Rejection reason) {
        return new Outcome.Rejected(
                new Envelope(new OperationId(operation), Part.ONLY, ACME, new Trail(accepted, 2, Map.of())),
                accepted.plusSeconds(1),
                reason);
    }
}
