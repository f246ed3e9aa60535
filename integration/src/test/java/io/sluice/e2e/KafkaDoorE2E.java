package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.Bytes;
import io.sluice.command.Outcome;
import io.sluice.image.BlobKey;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.sample.Samples;
import io.sluice.testsupport.LoopbackServer;
import io.sluice.testsupport.TopicRecords;
import io.sluice.testsupport.UniqueJpegs;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The interface for other systems: JSON on `sluice.uploads`, and URLs that the server fetches.
@ExtendWith(RunningServer.Shared.class)
class KafkaDoorE2E {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void registersAnImageWithInlineBytes(RunningServer server) throws Exception {
        try (var client = server.signUp("inline")) {
            var bytes = Bytes.of(UniqueJpegs.of(20_000).next());
            var operation = UUID.randomUUID().toString();
            publish(server, operation, """
                    {"operation": "%s", "organization": "%s", "name": "inline.jpg",
                     "source": {"type": "inline", "bytes": "%s"}}
                    """.formatted(
                            operation,
                            client.endpoint().organization(),
                            Base64.getEncoder().encodeToString(bytes.toArray())));

            var outcome = outcome(server, operation);
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Registered.class, registered -> {
                assertThat(registered.image().name()).isEqualTo("inline.jpg");
                assertThat(registered.image().binaryHash().value()).isEqualTo(UploadE2E.sha1(bytes));
            });
        }
    }

    @Test
    void copiesAnExistingObjectAndKeepsIt(RunningServer server) throws Exception {
        try (var client = server.signUp("object")) {
            var sample = Samples.png();
            var object = new BlobKey(BlobKey.prefix(client.endpoint().organization()) + "imported");
            try (var store = server.openStore();
                    var writer = store.write(object)) {
                writer.write(sample.content().toArray());
                writer.complete();
            }
            var operation = UUID.randomUUID().toString();
            publish(server, operation, """
                    {"operation": "%s", "organization": "object",
                     "source": {"type": "object", "key": "%s"}}
                    """.formatted(operation, object));

            assertThat(outcome(server, operation)).isInstanceOfSatisfying(Outcome.Registered.class, registered -> {
                assertThat(registered.image().binaryHash().value()).isEqualTo(UploadE2E.sha1(sample.content()));
                assertThat(registered.image().blob()).isNotEqualTo(object);
            });
            assertThat(server.blobs(client.endpoint().organization())).isEqualTo(2);
        }
    }

    @Test
    void fetchesAUrlAndNamesTheImageByItsLastPathSegment(RunningServer server) throws Exception {
        var bytes = Bytes.of(UniqueJpegs.of(50_000).next());
        try (var client = server.signUp("url");
                var files = LoopbackServer.withFile("/pictures/cat.jpg", bytes.toArray())) {
            var operation = UUID.randomUUID().toString();
            publish(server, operation, """
                    {"operation": "%s", "organization": "url", "source": {"type": "url", "url": "%s"}}
                    """.formatted(operation, files.url("/pictures/cat.jpg")));
            assertThat(outcome(server, operation))
                    .isInstanceOfSatisfying(
                            Outcome.Registered.class,
                            registered -> assertThat(registered.image().name()).isEqualTo("cat.jpg"));

            var answer = client.upload(new MultipartForm().field("url[0]", files.url("/pictures/cat.jpg")));
            assertThat(answer.expect(200).json().at("/items/0/binary_hash").asText())
                    .isEqualTo(UploadE2E.sha1(bytes));
            var missing = client.upload(new MultipartForm().field("url[0]", files.url("/pictures/dog.jpg")));
            assertThat(missing.status()).isEqualTo(400);
            assertThat(missing.reason()).isEqualTo("url-status");
        }
    }

    @Test
    void deadLettersAMalformedRecordAndContinues(RunningServer server) throws Exception {
        try (var client = server.signUp("malformed")) {
            var broken = UUID.randomUUID().toString();
            var sound = UUID.randomUUID().toString();
            publish(server, broken, "{\"operation\": \"" + broken + "\", this is no JSON");
            publish(server, sound, """
                    {"operation": "%s", "organization": "%s",
                     "source": {"type": "inline", "bytes": "%s"}}
                    """.formatted(
                    sound,
                    client.endpoint().organization(),
                    Base64.getEncoder().encodeToString(Samples.png().content().toArray())));

            assertThat(outcome(server, sound)).isInstanceOf(Outcome.Registered.class);
            var letter = find(server, Topics.DEAD_LETTERS, letters -> broken.equals(letters.key()));
            assertThat(letter.topic()).isEqualTo("sluice.uploads");
            assertThat(letter.reason().code()).isEqualTo("malformed-command");
            assertThat(new String(letter.value().toArray(), UTF_8)).contains("this is no JSON");
        }
    }

    private static void publish(RunningServer server, String key, String json) throws Exception {
        try (var producer = server.kafka().producer("foreign-producer")) {
            producer.send(new ProducerRecord<>(Topics.UPLOADS.name(), key, json.getBytes(UTF_8)))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private static Outcome outcome(RunningServer server, String operation) {
        return find(
                server, Topics.OUTCOMES, outcome -> outcome.operation().value().equals(operation));
    }

    /// Waits for the first value on `topic` that `wanted` accepts.
    private static <V> V find(RunningServer server, Topic<V> topic, Predicate<V> wanted) {
        return await("the value on " + topic.name())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> TopicRecords.values(server.kafka(), topic).stream()
                                .filter(wanted)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
