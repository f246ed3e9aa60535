package io.sluice.catalog;

import static io.sluice.catalog.Commands.ACME;
import static io.sluice.catalog.Commands.register;
import static io.sluice.catalog.Commands.setLimits;
import static io.sluice.catalog.Commands.signUp;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.account.Limits;
import io.sluice.account.OrganizationAccount;
import io.sluice.catalog.state.Deleted;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");

    @TempDir
    Path stateDirectory;

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> commands;

    @BeforeEach
    void start() {
        driver = CatalogDriver.start(stateDirectory, Duration.ofDays(30), new SimpleMeterRegistry(), NOW);
        commands = CatalogDriver.commands(driver);
        send(signUp("op-1", ACME));
        // stored before anything is counted, as by a version without limits
        send(register("op-2", ACME, 1, UserMetadata.NONE));
        send(register("op-3", ACME, 2, UserMetadata.NONE));
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void publishesLimitsAndCountsImagesStoredBefore() {
        send(setLimits("op-4", ACME, new Limits(3L, null, null, null, null, null)));
        send(register("op-5", ACME, 3, UserMetadata.NONE));
        send(register("op-6", ACME, 4, UserMetadata.NONE));

        assertThat(values(Topics.ORGANIZATIONS).getLast())
                .isInstanceOfSatisfying(
                        OrganizationAccount.class,
                        account -> assertThat(account.limits().images()).isEqualTo(3));
        var outcomes = values(Topics.OUTCOMES);
        assertThat(outcomes.get(outcomes.size() - 2)).isInstanceOf(Outcome.Registered.class);
        assertThat(outcomes.getLast())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(new Rejection.QuotaImages("acme", 3, 3)));
        assertThat(values(Topics.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void purgesTheBytesOfARefusedUploadOnceNoReplayCanBeAccepted() {
        send(setLimits("op-4", ACME, new Limits(2L, null, null, null, null, null)));
        send(register("op-5", ACME, 3, UserMetadata.NONE));
        driver.advanceWallClockTime(Retention.SETTLING.minusMinutes(1));
        assertThat(values(Topics.BLOB_PURGES)).isEmpty();

        driver.advanceWallClockTime(Duration.ofMinutes(2));
        driver.advanceWallClockTime(Retention.SETTLING.plusSeconds(1));

        assertThat(values(Topics.BLOB_PURGES))
                .singleElement()
                .satisfies(purge -> assertThat(purge.blob()).isEqualTo(Commands.blob(ACME, "op-5")));
        try (var entries = driver.<String, Deleted>getKeyValueStore(CatalogStores.DELETIONS)
                .all()) {
            assertThat(entries).isExhausted();
        }
    }

    private void send(CatalogCommand command) {
        var topic = Topics.CATALOG_COMMANDS;
        commands.pipeInput(command.organization().name(), topic.serializer().serialize(topic.name(), command));
    }

    private <V> List<V> values(Topic<V> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), topic.deserializer())
                .readValuesToList();
    }
}
