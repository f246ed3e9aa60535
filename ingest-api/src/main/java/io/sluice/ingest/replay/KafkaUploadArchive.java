package io.sluice.ingest.replay;

import io.sluice.command.RecordPosition;
import io.sluice.command.UploadCommand;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An archive that reads single records from Kafka, with a consumer of its own for each call. Safe for use by
/// many threads; a few read at once.
public final class KafkaUploadArchive implements UploadArchive {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaUploadArchive.class);

    private static final int MAX_CONSUMERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Semaphore slots = new Semaphore(MAX_CONSUMERS);

    public KafkaUploadArchive(KafkaClients kafka) {
        this(() -> kafka.rereader("sluice-replay"));
    }

    KafkaUploadArchive(Supplier<Consumer<String, byte[]>> consumers) {
        this.consumers = consumers;
    }

    @Override
    public Map<RecordPosition, UploadCommand> read(Collection<RecordPosition> positions) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        if (!slots.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            throw unavailable();
        }
        try (var consumer = consumers.get()) {
            var found = new HashMap<RecordPosition, UploadCommand>();
            for (var wanted : byPartition(positions).entrySet()) {
                read(consumer, wanted.getKey(), wanted.getValue(), found, end);
            }
            return found;
        } catch (KafkaException e) {
            LOG.atDebug().setCause(e).log("commands not read again");
            throw unavailable();
        } finally {
            slots.release();
        }
    }

    private static Map<TopicPartition, Set<Long>> byPartition(Collection<RecordPosition> positions) {
        return positions.stream()
                .collect(Collectors.groupingBy(
                        position -> new TopicPartition(position.topic(), position.partition()),
                        HashMap::new,
                        Collectors.mapping(RecordPosition::offset, Collectors.toSet())));
    }

    private static void read(
            Consumer<String, byte[]> consumer,
            TopicPartition partition,
            Set<Long> wanted,
            Map<RecordPosition, UploadCommand> found,
            long end) {
        var only = List.of(partition);
        consumer.assign(only);
        var begin = consumer.beginningOffsets(only, PATIENCE).getOrDefault(partition, 0L);
        var last = consumer.endOffsets(only, PATIENCE).getOrDefault(partition, 0L);
        var rest = new TreeSet<>(wanted);
        rest.headSet(begin).clear();
        rest.tailSet(last).clear();
        while (!rest.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw unavailable();
            }
            consumer.seek(partition, rest.getFirst());
            for (var record : consumer.poll(POLL).records(partition)) {
                // what lies before it is not kept any more
                rest.headSet(record.offset()).clear();
                if (rest.remove(record.offset())) {
                    add(record, found);
                }
            }
        }
    }

    private static void add(ConsumerRecord<String, byte[]> record, Map<RecordPosition, UploadCommand> found) {
        try {
            var command = Topics.UPLOADS.deserializer().deserialize(record.topic(), record.value());
            if (command != null) {
                found.put(new RecordPosition(record.topic(), record.partition(), record.offset()), command);
            }
        } catch (SerializationException e) {
            LOG.atDebug().setCause(e).log("command malformed, it cannot be tried again");
        }
    }

    private static ProblemException unavailable() {
        return new ProblemException(Problem.unavailable("Kafka does not answer, try again later", RETRY_AFTER));
    }
}
