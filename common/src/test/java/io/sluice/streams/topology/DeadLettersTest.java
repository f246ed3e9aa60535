package io.sluice.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Bytes;
import io.sluice.command.DeadLetter;
import io.sluice.command.RecordCopy;
import io.sluice.command.RecordPosition;
import io.sluice.command.Rejection;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final Instant PUBLISHED = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Rejection REASON = new Rejection.MalformedCommand("no JSON");

    @Test
    void keepTheCompleteRecord() {
        var headers = new RecordHeaders().add("trace", "abc".getBytes(UTF_8)).add("empty", null);

        var letter = giveUp("acme", "hello".getBytes(UTF_8), headers);

        assertThat(letter)
                .isEqualTo(new DeadLetter(
                        new RecordPosition("sluice.retries", 3, 42),
                        new RecordCopy("acme", Bytes.of("hello".getBytes(UTF_8)), Map.of("trace", "abc", "empty", "")),
                        REASON,
                        2,
                        PUBLISHED,
                        NOW));
    }

    @Test
    void haveNoBytesForATombstone() {
        var letter = giveUp(null, null, new RecordHeaders());

        assertThat(letter.key()).isNull();
        assertThat(letter.value().size()).isZero();
    }

    @Test
    void fitOnTheirTopicForRecordsOfAnySize() {
        var headers = new RecordHeaders();
        for (var i = 0; i < 1000; i++) {
            headers.add(
                    "header-" + i + "\u0001".repeat(1000), "\u0001".repeat(1000).getBytes(UTF_8));
        }
        var value = new byte[4 * RecordCopies.MAX_VALUE_BYTES];
        Arrays.fill(value, (byte) 1);

        var letter = giveUp("\u0001".repeat(100_000), value, headers);

        var topic = Topics.DEAD_LETTERS;
        assertThat(topic.serializer().serialize(topic.name(), letter).length)
                .isGreaterThan(RecordCopies.MAX_VALUE_BYTES)
                .isLessThan(Topics.MAX_RECORD_BYTES - 10_000);
    }

    @Test
    void reportWhetherTheirValueIsComplete() {
        var whole = giveUp("acme", new byte[RecordCopies.MAX_VALUE_BYTES], new RecordHeaders());
        var cut = giveUp("acme", new byte[RecordCopies.MAX_VALUE_BYTES + 1], new RecordHeaders());

        assertThat(whole.headers()).isEmpty();
        assertThat(cut.headers()).isEqualTo(Map.of("sluice-original-length", "1048577"));
        assertThat(cut.value().size()).isEqualTo(RecordCopies.MAX_VALUE_BYTES);
    }

    @Test
    void truncateALongDetail() {
        assertThat(DeadLetters.malformed("x".repeat(100_000)).detail()).hasSize(1_000);
    }

    private static DeadLetter giveUp(@Nullable String key, byte @Nullable [] value, Headers headers) {
        var record = new Record<>(key, value, PUBLISHED.toEpochMilli(), headers);
        return DeadLetters.giveUp(record, new Place(), REASON, 2, NOW);
    }

    private record Place() implements RecordMetadata {
        @Override
        public String topic() {
            return "sluice.retries";
        }

        @Override
        public int partition() {
            return 3;
        }

        @Override
        public long offset() {
            return 42;
        }
    }
}
