package io.sluice.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Rejection;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topics;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkerDeadLettersTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Rejection REASON = new Rejection.MalformedCommand("no JSON");

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void copiesARecordUnchanged() {
        headers.add("trace", "abc".getBytes(UTF_8)).add("empty", null);

        var letter = WorkerDeadLetters.of(record("op-1", "{}".getBytes(UTF_8)), REASON, 2, NOW);

        assertThat(letter.topic()).isEqualTo("sluice.uploads");
        assertThat(letter.partition()).isEqualTo(3);
        assertThat(letter.offset()).isEqualTo(42);
        assertThat(letter.key()).isEqualTo("op-1");
        assertThat(letter.value().toArray()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(letter.headers())
                .containsEntry("trace", "abc")
                .containsEntry("empty", "")
                .hasSize(2);
        assertThat(letter.attempts()).isEqualTo(2);
    }

    @Test
    void hasTheOperationAsKeyOrElseThePositionOfTheRecord() {
        assertThat(WorkerDeadLetters.key(record("op-1", null))).isEqualTo("op-1");
        assertThat(WorkerDeadLetters.key(record("no operation", null))).isEqualTo("sluice.uploads-3-42");
        assertThat(WorkerDeadLetters.key(record(null, null))).isEqualTo("sluice.uploads-3-42");
    }

    @Test
    void truncatesARecordThatDoesNotFitOnTheTopic() {
        for (int i = 0; i < 1_000; i++) {
            headers.add("header-" + i, new byte[10_000]);
        }
        var record = record("k".repeat(1_000_000), new byte[2 * RecordCopies.MAX_VALUE_BYTES]);

        var letter = WorkerDeadLetters.of(record, REASON, 1, NOW);

        assertThat(letter.value().size()).isEqualTo(RecordCopies.MAX_VALUE_BYTES);
        assertThat(letter.headers()).containsEntry("sluice-original-length", "" + 2 * RecordCopies.MAX_VALUE_BYTES);
        assertThat(Topics.DEAD_LETTERS.serializer().serialize("sluice.dead-letters", letter))
                .hasSizeLessThan(Topics.MAX_RECORD_BYTES);
    }

    private ConsumerRecord<String, byte[]> record(@Nullable String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                "sluice.uploads",
                3,
                42,
                NOW.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }
}
