package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.Bytes;
import io.sluice.command.DeadLetter;
import io.sluice.command.RecordCopy;
import io.sluice.command.RecordPosition;
import io.sluice.command.Rejection;
import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.sample.Samples;
import io.sluice.standalone.sweep.SweepCommand;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.connection.ObjectStores;
import io.sluice.testsupport.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Permanent deletions: of blobs without a reference, and of deleted images after their retention.
@Order(4)
class SweepE2E {

    private static final Organization ACME = new Organization("acme");

    @TempDir
    Path data;

    @Test
    void deletesOrphansWithAndWithoutARunningServer() throws Exception {
        var letter = BlobKey.unique(ACME);
        try (var server = RunningServer.start(Map.of("SLUICE_DATA_DIR", data.toString()));
                var client = server.signUp(ACME.name())) {
            var image = client.upload(new MultipartForm()
                            .file("filedata", "a.png", Samples.png().content()))
                    .expect(200)
                    .json()
                    .path("items")
                    .path(0);
            put(letter);
            publishDeadLetterAbout(letter, server);
            put(BlobKey.unique(ACME));
            put(BlobKey.unique(ACME));
            age();
            put(BlobKey.unique(ACME));

            assertThat(sweep("--dry-run")).containsPattern("orphans, kept +2");
            assertThat(sweep())
                    .containsPattern("seen +5")
                    .containsPattern("in use +2")
                    .containsPattern("too young +1")
                    .containsPattern("orphans, deleted +2");
            assertThat(sweep()).containsPattern("orphans, deleted +0");

            client.download(image.path("hash").asText(), Map.of()).expect(200);
        }
        age();

        // the young one is old now, and the server has stopped
        assertThat(sweep()).containsPattern("in use +2").containsPattern("orphans, deleted +1");
        try (var store = store();
                var left = store.list("blobs/")) {
            assertThat(left.map(ObjectStore.StoredObject::key)).hasSize(2).contains(letter);
        }
    }

    @Test
    void purgesADeletedImageAfterItsRetention() throws Exception {
        try (var server = RunningServer.start(Map.of("SLUICE_DELETED_RETENTION", "1s"))) {
            var api = Requests.signUp(server, ACME.name());
            var kept = api.upload("acme").path("hash").asText();
            var purged = api.upload("acme").path("hash").asText();

            api.send("DELETE", "/sourceimages/acme/" + purged, "").expect(204);

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(server.blobs(ACME)).isEqualTo(1));
            assertThat(api.get("/sourceimages/acme?deleted=true")
                            .expect(200)
                            .json()
                            .path("total")
                            .asInt())
                    .isZero();
            api.send("POST", "/sourceimages/acme/" + purged + "/restore", "").expect(404);
            api.get("/sourceimages/acme/" + kept + "/download").expect(200);
        }
    }

    private String sweep(String... options) {
        var command = new SweepCommand(Map.of("SLUICE_DATA_DIR", data.toString()));
        var run = CommandRun.of(new CommandLine(command), (Object[]) options);
        assertThat(run.status()).as(run.failure()).isZero();
        return run.output();
    }

    private static void publishDeadLetterAbout(BlobKey blob, RunningServer server) throws Exception {
        var staged = "{\"source\":{\"type\":\"staged\",\"key\":\"" + blob + "\"}}";
        var deadLetter = new DeadLetter(
                new RecordPosition(Topics.UPLOADS.name(), 0, 0),
                new RecordCopy("key", Bytes.of(staged.getBytes(UTF_8)), Map.of()),
                new Rejection.MalformedCommand("detail"),
                1,
                Instant.now(),
                Instant.now());
        try (var producer = server.kafka().producer("test")) {
            var topic = Topics.DEAD_LETTERS;
            producer.send(new ProducerRecord<>(
                            topic.name(), "key", topic.serializer().serialize(topic.name(), deadLetter)))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private ObjectStore store() {
        return ObjectStores.open(StoreConfig.DEFAULTS, data);
    }

    private void put(BlobKey key) throws Exception {
        try (var store = store();
                var writer = store.write(key)) {
            writer.write(new byte[] {1, 2, 3});
            writer.complete();
        }
    }

    /// Makes all blobs two days older.
    private void age() throws Exception {
        List<Path> blobs;
        try (var files = Files.walk(data.resolve("blobs"))) {
            blobs = files.filter(Files::isRegularFile).toList();
        }
        for (var blob : blobs) {
            Files.setLastModifiedTime(blob, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
    }
}
