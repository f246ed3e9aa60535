package io.sluice.standalone.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.DeadLetter;
import io.sluice.kafka.Json;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topics;
import io.sluice.standalone.access.TopicReader;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The dead letters of a cluster.
final class Letters {

    /// Header of a replayed record: the id of the dead letter.
    static final String REPLAY_OF = "sluice-replay-of";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

    private final KafkaClients kafka;

    Letters(KafkaClients kafka) {
        this.kafka = kafka;
    }

    /// Passes all current dead letters to `action`, in the order of each partition.
    ///
    /// @throws CommandFailure when they cannot be read completely
    void forEach(BiConsumer<LetterId, DeadLetter> action) {
        try (var consumer = kafka.follower("sluice-dead-letters")) {
            TopicReader.of(consumer, List.of(Topics.DEAD_LETTERS), PATIENCE)
                    .read(Progress.NONE, polled -> hand(polled, action));
        }
    }

    /// Returns a dead letter.
    /// @throws CommandFailure when it does not exist, or no longer
    DeadLetter find(LetterId id) {
        var found = new DeadLetter[1];
        forEach((other, letter) -> {
            if (other.equals(id)) {
                found[0] = letter;
            }
        });
        if (found[0] == null) {
            throw new CommandFailure("there is no dead letter " + id + "; they are kept for 30 days");
        }
        return found[0];
    }

    /// Publishes the record of each letter to its original topic again, as its first attempt. Safe to repeat:
    /// a record has the same operation id each time, and the result of an operation is not changed by a
    /// replay.
    ///
    /// @throws CommandFailure when Kafka does not accept a record; those before it are replayed
    void replay(Map<LetterId, DeadLetter> letters) throws InterruptedException {
        try (var producer = kafka.producer("sluice-dead-letters")) {
            for (var letter : letters.entrySet()) {
                try {
                    producer.send(record(letter.getKey(), letter.getValue()))
                            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException | TimeoutException e) {
                    throw new CommandFailure("the dead letter " + letter.getKey() + " could not be replayed: " + e, e);
                }
            }
        }
    }

    /// Returns whether the dead letter contains the complete record, so that it can be replayed.
    static boolean isWhole(DeadLetter letter) {
        return !letter.headers().containsKey(RecordCopies.ORIGINAL_LENGTH)
                && letter.value().size() > 0;
    }

    static ProducerRecord<String, byte[]> record(LetterId id, DeadLetter letter) {
        var record = new ProducerRecord<>(letter.topic(), letter.key(), firstTry(letter));
        letter.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        record.headers().remove(REPLAY_OF).add(REPLAY_OF, id.toString().getBytes(UTF_8));
        return record;
    }

    /// Resets the attempt of an upload command: one with the maximum number of attempts would be given up at
    /// once.
    private static byte[] firstTry(DeadLetter letter) {
        var value = letter.value().toArray();
        if (!letter.topic().equals(Topics.UPLOADS.name())) {
            return value;
        }
        try {
            if (Json.MAPPER.readTree(value) instanceof ObjectNode command && command.has("attempt")) {
                command.put("attempt", 1);
                return Json.MAPPER.writeValueAsBytes(command);
            }
            return value;
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("dead letter not JSON, replayed unchanged");
            return value;
        }
    }

    private static void hand(ConsumerRecord<String, byte[]> polled, BiConsumer<LetterId, DeadLetter> action) {
        try {
            var letter = Topics.DEAD_LETTERS.deserializer().deserialize(polled.topic(), polled.value());
            if (letter != null) {
                action.accept(new LetterId(polled.partition(), polled.offset()), letter);
            }
        } catch (SerializationException e) {
            LOG.atWarn()
                    .addKeyValue("partition", polled.partition())
                    .addKeyValue("offset", polled.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("malformed dead letter skipped");
        }
    }
}
