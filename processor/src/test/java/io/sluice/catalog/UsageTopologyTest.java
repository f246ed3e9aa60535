package io.sluice.catalog;

import static io.sluice.catalog.Commands.ACME;
import static io.sluice.catalog.Commands.register;
import static io.sluice.catalog.Commands.signUp;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.account.DayUsage;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Envelope;
import io.sluice.command.RegistrationCommand.CountRejection;
import io.sluice.command.Trail;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final String DAY = "acme/2026-01-02";

    @TempDir
    Path stateDirectory;

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> commands;

    @BeforeEach
    void start() {
        driver = CatalogDriver.start(stateDirectory, Duration.ofDays(30), new SimpleMeterRegistry(), NOW);
        commands = CatalogDriver.commands(driver);
        send(signUp("op-1", ACME), NOW);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void countsEachUploadOnce() {
        var first = register("op-2", ACME, 1, UserMetadata.NONE);
        send(first, NOW);
        send(register("op-3", ACME, 2, UserMetadata.NONE), NOW);
        send(register("op-4", ACME, 1, UserMetadata.NONE), NOW);
        // a worker may publish a command again
        send(first, NOW);

        assertThat(published().get(DAY))
                .returns(3L, DayUsage::uploads)
                .returns(1L, DayUsage::existing)
                .returns(first.content().size(), usage -> usage.saved().savedByExisting());
    }

    @Test
    void countsEachRejectionOnceByReason() {
        send(rejection("op-2", "empty-file"), NOW);
        send(rejection("op-3", "empty-file"), NOW);
        send(rejection("op-4", "poison"), NOW);
        send(rejection("op-2", "empty-file"), NOW);

        assertThat(day(published()).rejected()).isEqualTo(Map.of("empty-file", 2L, "poison", 1L));
    }

    @Test
    void continuesTheSumsOnTheNextDay() {
        send(register("op-2", ACME, 1, UserMetadata.NONE), NOW);
        send(register("op-3", ACME, 1, UserMetadata.NONE), NOW);
        var saved = day(published()).saved();

        send(register("op-4", ACME, 2, UserMetadata.NONE), NOW.plus(Duration.ofDays(1)));

        assertThat(published().get("acme/2026-01-03"))
                .returns(1L, DayUsage::uploads)
                .returns(0L, DayUsage::existing)
                .returns(saved, DayUsage::saved);
    }

    @Test
    void removesOldDaysExceptTheLastOne() {
        send(register("op-2", ACME, 1, UserMetadata.NONE), NOW);
        send(register("op-3", ACME, 2, UserMetadata.NONE), NOW.plus(Duration.ofDays(1)));
        published();
        driver.advanceWallClockTime(Duration.ofDays(60));

        send(register("op-4", ACME, 3, UserMetadata.NONE), NOW.plus(Duration.ofDays(60)));
        driver.advanceWallClockTime(Duration.ofDays(1));
        send(register("op-5", ACME, 4, UserMetadata.NONE), NOW.plus(Duration.ofDays(61)));

        var published = published();
        assertThat(published).containsEntry(DAY, null).containsEntry("acme/2026-01-03", null);
        assertThat(published.get("acme/2026-03-04")).returns(1L, DayUsage::uploads);
    }

    private static DayUsage day(Map<String, DayUsage> published) {
        return requireNonNull(published.get(DAY));
    }

    private Map<String, DayUsage> published() {
        driver.advanceWallClockTime(Retention.SHORTEST);
        return driver.createOutputTopic(Topics.USAGE.name(), new StringDeserializer(), Topics.USAGE.deserializer())
                .readKeyValuesToMap();
    }

    private void send(CatalogCommand command, Instant time) {
        var value = Topics.CATALOG_COMMANDS.serializer().serialize(Topics.CATALOG_COMMANDS.name(), command);
        commands.pipeInput(command.organization().name(), value, time);
    }

    private static CountRejection rejection(String operation, String reason) {
        return new CountRejection(new Envelope(new OperationId(operation), Part.ONLY, ACME, Trail.direct(NOW)), reason);
    }
}
