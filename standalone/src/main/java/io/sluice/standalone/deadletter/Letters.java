package io.sluice.standalone.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.DeadLetter;
import io.sluice.kafka.CutRecord;
import io.sluice.kafka.Json;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.standalone.access.TopicReader;
import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.console.Progress;
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

    /// Header of a record that was put back: the dead letter it was.
    static final String REPLAY_OF = "sluice-replay-of";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

    private final KafkaClients kafka;

    Letters(KafkaClients kafka) {
        this.kafka = kafka;
    }

    /// Hands over every letter there is now, in the order of each partition.
    ///
    /// @throws CommandFailure when they cannot be read to their end
    void forEach(BiConsumer<LetterId, DeadLetter> action) {
        try (var consumer = kafka.follower("sluice-dead-letters")) {
            TopicReader.of(consumer, List.of(Topics.DEAD_LETTERS), PATIENCE)
                    .read(Progress.NONE, polled -> hand(polled, action));
        }
    }

    /// @throws CommandFailure when there is none, or no longer
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

    /// Puts the record of each letter back where it came from, as its first try. Doing that twice is harmless: a record
    /// carries the same operation each time, and what an operation has done already is not done again.
    ///
    /// @throws CommandFailure when Kafka does not take one; those before it are back
    void replay(Map<LetterId, DeadLetter> letters) throws InterruptedException {
        try (var producer = kafka.producer("sluice-dead-letters")) {
            for (var letter : letters.entrySet()) {
                try {
                    producer.send(record(letter.getKey(), letter.getValue()))
                            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException | TimeoutException e) {
                    throw new CommandFailure("the dead letter " + letter.getKey() + " could not be put back: " + e, e);
                }
            }
        }
    }

    /// Whether all of its record is there, so that it can be put back.
    static boolean isWhole(DeadLetter letter) {
        return !letter.headers().containsKey(CutRecord.ORIGINAL_LENGTH)
                && letter.value().size() > 0;
    }

    static ProducerRecord<String, byte[]> record(LetterId id, DeadLetter letter) {
        var record = new ProducerRecord<>(letter.topic(), letter.key(), firstTry(letter));
        letter.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        record.headers().remove(REPLAY_OF).add(REPLAY_OF, id.toString().getBytes(UTF_8));
        return record;
    }

    /// An upload counts its tries, and one that has used all of them would be given up at once.
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
            LOG.atDebug().setCause(e).log("a dead letter is no JSON and is put back as it is");
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
                    .log("a record is no dead letter and is left out");
        }
    }
}
