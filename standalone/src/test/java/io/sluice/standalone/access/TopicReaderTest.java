package io.sluice.standalone.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TopicReaderTest {

    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Topic<?> LETTERS = Topics.DEAD_LETTERS;
    private static final Topic<?> UPLOADS = Topics.UPLOADS;

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    @BeforeEach
    void create() {
        create(LETTERS);
        create(UPLOADS);
    }

    @Test
    void readsAllRecordsAndLaterTheNewOnes() {
        publish(LETTERS, 0, "one");
        publish(LETTERS, 1, "two");
        publish(LETTERS, 0, "three");
        publish(UPLOADS, 0, "four");
        var reader = TopicReader.of(consumer, List.of(LETTERS, UPLOADS), PATIENCE);

        assertThat(read(reader)).containsExactlyInAnyOrder("one", "two", "three", "four");
        assertThat(read(reader)).isEmpty();

        publish(LETTERS, 1, "five");
        assertThat(read(reader)).containsExactly("five");
    }

    @Test
    void failsWhenAPartitionCannotBeRead() {
        publish(LETTERS, 0, "one");
        ends.put(new TopicPartition(LETTERS.name(), 1), 1L);
        consumer.updateEndOffsets(ends);
        var reader = TopicReader.of(consumer, List.of(LETTERS), PATIENCE);
        var found = new ArrayList<String>();

        assertThatThrownBy(() -> reader.read(Progress.NONE, polled -> found.add(text(polled))))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot be read to their ends")
                .hasMessageContaining(LETTERS.name() + "-1")
                .hasMessageNotContaining(LETTERS.name() + "-0");
        assertThat(found).containsExactly("one");
    }

    @Test
    void reportsTheErrorOfKafka() {
        publish(LETTERS, 0, "one");
        var reader = TopicReader.of(consumer, List.of(LETTERS), PATIENCE);
        consumer.setPollException(new TimeoutException("no answer"));

        assertThatThrownBy(() -> read(reader))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot be read to their ends")
                .hasMessageContaining("no answer");
    }

    @Test
    void namesAMissingTopic() {
        assertThatThrownBy(() -> TopicReader.of(consumer, List.of(LETTERS, Topics.RETRIES), PATIENCE))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(Topics.RETRIES.name());
    }

    private static List<String> read(TopicReader reader) {
        var found = new ArrayList<String>();
        reader.read(Progress.NONE, polled -> found.add(text(polled)));
        return found;
    }

    private static String text(ConsumerRecord<String, byte[]> polled) {
        return new String(polled.value(), UTF_8);
    }

    private void create(Topic<?> topic) {
        consumer.updatePartitions(
                topic.name(),
                IntStream.range(0, 2)
                        .mapToObj(partition -> new PartitionInfo(topic.name(), partition, null, null, null))
                        .toList());
        for (var number = 0; number < 2; number++) {
            var partition = new TopicPartition(topic.name(), number);
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            ends.put(partition, 0L);
        }
        consumer.updateEndOffsets(ends);
    }

    /// Adds a record, which can be polled once the consumer has its partition assigned.
    private void publish(Topic<?> topic, int number, String value) {
        var offset = ends.merge(new TopicPartition(topic.name(), number), 1L, Long::sum) - 1;
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() ->
                consumer.addRecord(new ConsumerRecord<>(topic.name(), number, offset, "key", value.getBytes(UTF_8))));
    }
}
