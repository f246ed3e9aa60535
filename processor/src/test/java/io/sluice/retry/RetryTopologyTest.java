package io.sluice.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.command.DeadLetter;
import io.sluice.command.Rejection;
import io.sluice.command.Retry;
import io.sluice.command.Source;
import io.sluice.command.UploadCommand;
import io.sluice.image.Organization;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.operation.Part;
import io.sluice.testsupport.builder.UploadBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    Path stateDirectory;

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> retries;

    @BeforeEach
    void start() {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, RetryTopology.APPLICATION_ID);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        driver = new TopologyTestDriver(RetryTopology.build(new RetryMetrics(meters)), properties, NOW);
        retries = driver.createInputTopic(Topics.RETRIES.name(), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void delaysACommandUntilItIsDue() {
        send(retry("op-1", 2, Duration.ofSeconds(10)));

        driver.advanceWallClockTime(Duration.ofMillis(9_900));

        assertThat(published()).isEmpty();
    }

    @Test
    void publishesADueCommandWithItsOperationAsKey() {
        var retry = retry("op-1", 2, Duration.ofSeconds(10));
        send(retry);

        driver.advanceWallClockTime(Duration.ofMillis(10_200));

        assertThat(published()).containsExactly(KeyValue.pair("op-1#0", retry.command()));
    }

    @Test
    void publishesACommandWithItsHeaders() {
        var headers = Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "sender", "me");
        send(new Retry(command("op-1", Part.ONLY, 2), NOW, "unreachable", headers));

        driver.advanceWallClockTime(Duration.ofSeconds(1));

        var record = driver.createOutputTopic(
                        Topics.UPLOADS.name(), new StringDeserializer(), Topics.UPLOADS.deserializer())
                .readRecord();
        headers.forEach((name, value) ->
                assertThat(record.headers().lastHeader(name).value()).isEqualTo(value.getBytes(UTF_8)));
    }

    @Test
    void publishesACommandOnlyOnce() {
        send(retry("op-1", 2, Duration.ofSeconds(1)));
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        published();

        driver.advanceWallClockTime(Duration.ofHours(1));

        assertThat(published()).isEmpty();
        assertThat(driver.getKeyValueStore(WaitingRoom.WAITING).all().hasNext()).isFalse();
        assertThat(driver.getKeyValueStore(WaitingRoom.SEATS).all().hasNext()).isFalse();
    }

    @Test
    void publishesCommandsInTheOrderTheyAreDue() {
        send(retry("op-late", 2, Duration.ofSeconds(3)));
        send(retry("op-overdue", 2, Duration.ofSeconds(-100)));
        send(retry("op-early", 2, Duration.ofSeconds(1)));

        driver.advanceWallClockTime(Duration.ofSeconds(4));

        assertThat(published())
                .extracting(entry -> entry.key)
                .containsExactly("op-overdue#0", "op-early#0", "op-late#0");
    }

    @Test
    void distinguishesThePartsOfAnOperationInRetries() {
        var first = command("op-1", new Part(0, 2), 2);
        var second = command("op-1", new Part(1, 2), 2);

        send(new Retry(first, NOW, "unreachable", Map.of()));
        send(new Retry(second, NOW, "unreachable", Map.of()));
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(published()).extracting(entry -> entry.value).containsExactly(first, second);
    }

    @Test
    void replacesARepeatedAttempt() {
        send(retry("op-1", 2, Duration.ofSeconds(1)));
        send(retry("op-1", 2, Duration.ofSeconds(5)));

        driver.advanceWallClockTime(Duration.ofSeconds(4));
        assertThat(published()).isEmpty();

        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(published()).hasSize(1);
    }

    @Test
    void ignoresAReplayedAttemptWhileALaterOneWaits() {
        var latest = retry("op-1", 3, Duration.ofSeconds(5));
        send(latest);

        send(retry("op-1", 2, Duration.ofSeconds(1)));
        driver.advanceWallClockTime(Duration.ofSeconds(10));

        assertThat(published()).extracting(entry -> entry.value).containsExactly(latest.command());
    }

    @Test
    void publishesABacklogInSlices() {
        for (var i = 0; i < RetryProcessor.SLICE + 10; i++) {
            send(retry("op-" + i, 2, Duration.ZERO));
        }

        driver.advanceWallClockTime(RetryProcessor.INTERVAL);
        assertThat(published()).hasSize(RetryProcessor.SLICE);

        driver.advanceWallClockTime(RetryProcessor.INTERVAL);
        assertThat(published()).hasSize(10);
    }

    @Test
    void deadLettersAMalformedRetryAndContinues() {
        retries.pipeInput("op-0", "{}".getBytes(UTF_8));
        send(retry("op-1", 2, Duration.ZERO));
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(letters())
                .singleElement()
                .extracting(DeadLetter::reason)
                .isInstanceOf(Rejection.MalformedCommand.class);
        assertThat(published()).hasSize(1);
    }

    @Test
    void deadLettersARetryThatIsNeverDue() {
        send(new Retry(command("op-1", Part.ONLY, 2), Instant.MAX, "unreachable", Map.of()));

        assertThat(letters()).hasSize(1);
        assertThat(driver.getKeyValueStore(WaitingRoom.WAITING).all().hasNext()).isFalse();
    }

    @Test
    void countsScheduledAndPublishedRetries() {
        send(retry("op-1", 2, Duration.ZERO));
        send(retry("op-2", 2, Duration.ofHours(1)));
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(meters.counter(RetryMetrics.SCHEDULED).count()).isEqualTo(2);
        assertThat(meters.counter(RetryMetrics.PUBLISHED).count()).isEqualTo(1);
    }

    private void send(Retry retry) {
        var topic = Topics.RETRIES;
        retries.pipeInput(
                retry.command().operation().value(), topic.serializer().serialize(topic.name(), retry));
    }

    private List<KeyValue<String, UploadCommand>> published() {
        return driver.createOutputTopic(Topics.UPLOADS.name(), new StringDeserializer(), Topics.UPLOADS.deserializer())
                .readKeyValuesToList();
    }

    private List<DeadLetter> letters() {
        Topic<DeadLetter> topic = Topics.DEAD_LETTERS;
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), topic.deserializer())
                .readValuesToList();
    }

    private static Retry retry(String operation, int attempt, Duration delay) {
        return new Retry(command(operation, Part.ONLY, attempt), NOW.plus(delay), "unreachable", Map.of());
    }

    private static UploadCommand command(String operation, Part part, int attempt) {
        return UploadBuilder.upload(operation, new Organization("acme"), new Source.Url("https://example.com/a.jpg"))
                .part(part)
                .accepted(NOW)
                .attempt(attempt)
                .build();
    }
}
