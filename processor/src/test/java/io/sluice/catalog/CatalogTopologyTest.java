package io.sluice.catalog;

import static io.sluice.catalog.Commands.ACME;
import static io.sluice.catalog.Commands.metadata;
import static io.sluice.catalog.Commands.register;
import static io.sluice.catalog.Commands.signUp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.account.Role;
import io.sluice.catalog.edit.Numbering;
import io.sluice.catalog.state.BinaryState;
import io.sluice.catalog.state.Deleted;
import io.sluice.catalog.state.HashEntry;
import io.sluice.catalog.state.RecentResults;
import io.sluice.catalog.state.Variant;
import io.sluice.command.CatalogCommand;
import io.sluice.command.DeadLetter;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap.SimpleEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");

    private static final Duration RETENTION = Duration.ofDays(30);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    Path stateDirectory;

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> commands;

    @BeforeEach
    void start() {
        driver = CatalogDriver.start(stateDirectory, RETENTION, meters, NOW);
        commands = CatalogDriver.commands(driver);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void signsUpAnOrganizationWithItsAdmin() {
        var command = signUp("op-1", ACME);

        send(command);

        var account = requireNonNull(read(Topics.ORGANIZATIONS).get("acme"));
        var user = requireNonNull(read(Topics.USERS).get(command.user().toString()));
        assertThat(requireNonNull(account.members().get(command.user())).roles())
                .containsExactly(Role.ADMIN);
        assertThat(account.billingEmail()).isEqualTo("root@example.com");
        assertThat(user.apiKeys()).containsExactly(command.apiKey());
        assertThat(outcomes())
                .containsExactly(new Outcome.SignedUp(
                        new Envelope(command.operation(), command.part(), ACME, command.trail()),
                        NOW,
                        account,
                        command.user()));
    }

    @Test
    void publishesANewImageUnderItsKeyAndItsOutcomeUnderTheOperation() {
        send(signUp("op-1", ACME));

        send(register("op-2", ACME, 1, metadata(Map.of("rating", 5))));

        var images = read(Topics.SOURCE_IMAGES);
        assertThat(images).hasSize(1);
        images.forEach((key, image) -> assertThat(key).isEqualTo("acme/" + image.hash()));
        var outcome = read(Topics.OUTCOMES).get("op-2");
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Registered.class, registered -> {
            assertThat(registered.created()).isTrue();
            assertThat(registered.image()).isEqualTo(images.values().iterator().next());
        });
        assertThat(read(Topics.BLOB_PURGES)).isEmpty();
    }

    @Test
    void mergesMetadataIntoAnExistingImageAndPurgesTheSecondBlob() {
        send(signUp("op-1", ACME));
        send(register("op-2", ACME, 1, metadata(Map.of("rating", 5, "stock", 1))));

        var second = register("op-3", ACME, 1, metadata(Map.of("rating", 4)));
        send(second);

        assertThat(read(Topics.SOURCE_IMAGES).values()).singleElement().satisfies(image -> {
            assertThat(image.userMetadata()).isEqualTo(metadata(Map.of("rating", 4, "stock", 1)));
            assertThat(image.blob()).isEqualTo(Commands.blob(ACME, "op-2"));
            assertThat(image.revision()).isEqualTo(3 * Numbering.STEP);
            assertThat(image.change().value()).isEqualTo("op-3#0");
        });
        assertThat(read(Topics.BLOB_PURGES))
                .containsOnlyKeys(second.content().blob().value());
    }

    @Test
    void rejectsAnUploadToAnUnknownOrganizationAndPurgesItsBlob() {
        var command = register("op-1", ACME, 1, UserMetadata.NONE);

        send(command);

        var reason = new Rejection.UnknownOrganization("acme");
        assertThat(outcomes())
                .containsExactly(new Outcome.Rejected(
                        new Envelope(command.operation(), command.part(), ACME, command.trail()), NOW, reason));
        assertThat(read(Topics.BLOB_PURGES))
                .containsOnlyKeys(command.content().blob().value());
        assertThat(requireNonNull(read(Topics.DEAD_LETTERS).get("acme")).reason())
                .isEqualTo(reason);
        assertThat(read(Topics.SOURCE_IMAGES)).isEmpty();
    }

    @Test
    void deadLettersAMalformedCommandWithAllItsBytesAndContinues() {
        var headers = new RecordHeaders().add("trace", "abc".getBytes(UTF_8));
        var published = Instant.parse("2026-01-02T03:00:00Z");

        commands.pipeInput(new TestRecord<>("acme", "{\"type\":\"register\"}".getBytes(UTF_8), headers, published));
        send(signUp("op-1", ACME));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo(Topics.CATALOG_COMMANDS.name());
            assertThat(letter.offset()).isZero();
            assertThat(letter.key()).isEqualTo("acme");
            assertThat(letter.value().toArray()).asString(UTF_8).isEqualTo("{\"type\":\"register\"}");
            assertThat(letter.headers()).containsExactly(Map.entry("trace", "abc"));
            assertThat(letter.first()).isEqualTo(published);
            assertThat(letter.last()).isEqualTo(NOW);
            assertThat(letter.reason())
                    .isInstanceOf(Rejection.MalformedCommand.class)
                    .extracting(Rejection::message)
                    .asString()
                    .contains("operation");
        });
        assertThat(outcomes()).singleElement().isInstanceOf(Outcome.SignedUp.class);
    }

    @Test
    void deadLettersEveryKindOfInvalidRecord() {
        commands.pipeInput("acme", null);
        commands.pipeInput(null, "x".getBytes(UTF_8));
        commands.pipeInput("acme", new byte[CatalogProcessor.MAX_COMMAND_BYTES + 1]);
        commands.pipeInput("acme", "{\"type\":\"unheard-of\"}".getBytes(UTF_8));
        commands.pipeInput("acme", "null".getBytes(UTF_8));

        assertThat(letters())
                .hasSize(5)
                .allSatisfy(letter ->
                        assertThat(letter.value().size()).isLessThanOrEqualTo(CatalogProcessor.MAX_COMMAND_BYTES))
                .extracting(DeadLetter::reason)
                .hasOnlyElementsOfType(Rejection.MalformedCommand.class);
        assertThat(meters.counter(CatalogMetrics.DEAD_LETTERS, "reason", "malformed-command")
                        .count())
                .isEqualTo(5);
    }

    @Test
    void rejectsACommandUnderTheKeyOfAnotherOrganization() {
        send(signUp("op-1", ACME));

        var misplaced = register("op-2", ACME, 1, UserMetadata.NONE);
        commands.pipeInput("other", Topics.CATALOG_COMMANDS.serializer().serialize("", misplaced));

        assertThat(read(Topics.OUTCOMES).get("op-2"))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isInstanceOf(Rejection.MalformedCommand.class));
        assertThat(read(Topics.DEAD_LETTERS)).containsOnlyKeys("other");
        assertThat(read(Topics.SOURCE_IMAGES)).isEmpty();
    }

    @Test
    void returnsTheSameOutcomeForARedeliveredCommandAndPublishesTheImageAgain() {
        send(signUp("op-1", ACME));
        var command = register("op-2", ACME, 1, metadata(Map.of("rating", 5)));
        send(command);
        var image = read(Topics.SOURCE_IMAGES);
        var outcome = outcomes().getLast();

        send(command);

        assertThat(outcomes()).containsExactly(outcome);
        assertThat(read(Topics.SOURCE_IMAGES)).isEqualTo(image);
        assertThat(read(Topics.BLOB_PURGES)).isEmpty();
    }

    @Test
    void keepsOrganizationsApart() {
        var other = new Organization("other");
        send(signUp("op-1", ACME));
        send(signUp("op-2", other));

        send(register("op-3", ACME, 1, UserMetadata.NONE));
        send(register("op-4", other, 1, UserMetadata.NONE));

        assertThat(read(Topics.SOURCE_IMAGES).values())
                .extracting(SourceImage::blob)
                .containsExactlyInAnyOrder(Commands.blob(ACME, "op-3"), Commands.blob(other, "op-4"));
    }

    @Test
    void findsTheNeighborsOfAHashOnlyInItsOrganization() {
        var before = new Organization("acm");
        var after = new Organization("acme-2");
        List.of(before, ACME, after).forEach(organization -> send(signUp("op-" + organization, organization)));
        for (var binary = 0; binary < 200; binary++) {
            for (var organization : List.of(before, ACME, after)) {
                send(register("op-" + organization + binary, organization, binary, UserMetadata.NONE));
            }
        }

        assertThat(read(Topics.SOURCE_IMAGES).values())
                .hasSize(600)
                .allSatisfy(image -> assertThat(image.shortHash().value()).hasSize(6));
    }

    @Test
    void continuesTheNumbersAfterTheTopicIsRecreated() {
        var old = Commands.image(ACME, new ImageHash("a".repeat(40)));
        driver.<String, BinaryState>getKeyValueStore(CatalogStores.BINARIES)
                .put(
                        "acme/" + old.binaryHash(),
                        new BinaryState(
                                ACME,
                                old.binaryHash(),
                                41,
                                List.of(Variant.created(old, new CommandId("op-0#0"), 41)),
                                RecentResults.NONE));
        driver.<String, Numbering>getKeyValueStore(CatalogStores.NUMBERING)
                .put(CatalogStores.CURRENT, new Numbering("log-0", 0));

        send(signUp("op-1", ACME));
        send(register("op-2", ACME, 1, UserMetadata.NONE));

        assertThat(read(Topics.SOURCE_IMAGES).values())
                .singleElement()
                .extracting(SourceImage::revision)
                .isEqualTo(41L + 2 * Numbering.STEP);
    }

    @Test
    void sendsImagesToThePartitionOfTheirOrganization() {
        assertThat(CatalogTopology.withItsOrganization("any", "acme/0123", "an image", 8))
                .isEqualTo(Optional.of(Set.of(Topics.partitionOf(ACME, 8))));
    }

    @Test
    void purgesImagesThatWereDeletedLongEnoughAgo() {
        send(signUp("op-1", ACME));
        send(register("op-2", ACME, 1, UserMetadata.NONE));
        send(register("op-3", ACME, 2, UserMetadata.NONE));
        send(Commands.delete("op-4", ACME, Commands.hash(1), Commands.hash(2)));
        send(Commands.restore("op-5", ACME, Commands.hash(2)));
        read(Topics.SOURCE_IMAGES);
        driver.advanceWallClockTime(RETENTION.minusSeconds(10));
        assertThat(read(Topics.BLOB_PURGES)).isEmpty();

        driver.advanceWallClockTime(Duration.ofSeconds(20));

        assertThat(read(Topics.SOURCE_IMAGES)).containsExactly(new SimpleEntry<>("acme/" + Commands.hash(1), null));
        assertThat(read(Topics.BLOB_PURGES))
                .containsOnlyKeys(Commands.blob(ACME, "op-2").value());
        assertThat(outcomes().getLast())
                .isInstanceOfSatisfying(
                        Outcome.Purged.class, it -> assertThat(it.hashes()).containsExactly(Commands.hash(1)));
    }

    @Test
    void removesTheRemainsOfAPurgedImageOnceNoReplayCanReferToIt() {
        send(signUp("op-1", ACME));
        send(register("op-2", ACME, 1, UserMetadata.NONE));
        send(Commands.delete("op-3", ACME, Commands.hash(1)));
        driver.advanceWallClockTime(RETENTION.plusSeconds(10));
        var binaries = driver.<String, BinaryState>getKeyValueStore(CatalogStores.BINARIES);
        assertThat(binaries.get("acme/" + Commands.binaryHash(1))).isNotNull();

        driver.advanceWallClockTime(Retention.SETTLING);
        driver.advanceWallClockTime(Retention.SETTLING.plusSeconds(1));

        assertThat(binaries.get("acme/" + Commands.binaryHash(1))).isNull();
        assertThat(driver.<String, HashEntry>getKeyValueStore(CatalogStores.HASHES)
                        .get("acme/" + Commands.hash(1)))
                .isNull();
        try (var entries = driver.<String, Deleted>getKeyValueStore(CatalogStores.DELETIONS)
                .all()) {
            assertThat(entries).isExhausted();
        }
    }

    @Test
    void publishesTheStepsOfAJobOnlyToTheJob() {
        send(signUp("op-1", ACME));
        outcomes();
        var unknown = new Organization("unknown");

        send(Commands.copies(
                "op-2", ACME, List.of(Commands.copied("op-2", ACME, 1, "a")), false, Commands.slice("job", 0)));
        send(Commands.copies("op-3", unknown, List.of(), false, Commands.slice("job", 1)));
        send(Commands.delete("op-4", ACME, Commands.slice("job", 2), Commands.hash(1)));

        assertThat(driver.createOutputTopic(
                                Topics.JOB_RESULTS.name(), new StringDeserializer(), Topics.JOB_RESULTS.deserializer())
                        .readKeyValuesToList())
                .allSatisfy(it -> assertThat(it.key).isEqualTo("job"))
                .extracting(it -> it.value.getClass().getSimpleName())
                .containsExactly("Copied", "Rejected", "Deleted");
        assertThat(outcomes()).isEmpty();
    }

    @Test
    void timesDecisionsByOutcome() {
        send(signUp("op-1", ACME));
        send(register("op-2", ACME, 1, UserMetadata.NONE));
        send(register("op-3", ACME, 1, UserMetadata.NONE));

        assertThat(meters.timer(CatalogMetrics.DECISIONS, "outcome", "created", "reason", "none")
                        .count())
                .isEqualTo(1);
        assertThat(meters.timer(CatalogMetrics.DECISIONS, "outcome", "merged", "reason", "none")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void publishesDecisionsInTheTraceOfTheCommand() {
        var traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(UTF_8);
        var headers = new RecordHeaders().add("traceparent", traceparent);
        var command = Topics.CATALOG_COMMANDS.serializer().serialize("", signUp("op-1", ACME));

        commands.pipeInput(new TestRecord<>("acme", command, headers));
        commands.pipeInput(new TestRecord<>("acme", "{}".getBytes(UTF_8), headers));

        for (var topic : List.of(Topics.OUTCOMES, Topics.ORGANIZATIONS, Topics.DEAD_LETTERS)) {
            var record = driver.createOutputTopic(topic.name(), new StringDeserializer(), topic.deserializer())
                    .readRecord();
            assertThat(record.headers().lastHeader("traceparent").value())
                    .as(topic.name())
                    .isEqualTo(traceparent);
        }
    }

    private void send(CatalogCommand command) {
        var topic = Topics.CATALOG_COMMANDS;
        commands.pipeInput(command.organization().name(), topic.serializer().serialize(topic.name(), command));
    }

    /// Returns the records published since the last call, the last value of each key.
    private <V> Map<String, V> read(Topic<V> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), topic.deserializer())
                .readKeyValuesToMap();
    }

    private List<Outcome> outcomes() {
        return values(Topics.OUTCOMES);
    }

    private List<DeadLetter> letters() {
        return values(Topics.DEAD_LETTERS);
    }

    private <V> List<V> values(Topic<V> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), topic.deserializer())
                .readValuesToList();
    }
}
