package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Bytes;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.testsupport.UniqueJpegs;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Copies and bulk jobs, over HTTP and by commands of other systems.
@ExtendWith(RunningServer.Shared.class)
class BulkJobE2E {

    private static final int IMAGES = 250;

    private final UniqueJpegs images = UniqueJpegs.of(3_000);

    @Test
    void copiesAnOrganizationAndDeletesTheCopies(RunningServer server) throws Exception {
        try (var source = server.signUp("copy-all-from");
                var destination = BulkJobs.in(source.endpoint(), "bulk-copies")) {
            BulkJobs.createOrganization(source.endpoint(), "bulk-copies");
            var uploaded = upload(source, IMAGES);

            var started = source.send(
                            "POST", source.endpoint().images("/copy-all"), Map.of("Destination", "bulk-copies"))
                    .expect(202);
            var copied = BulkJobs.end(source, started.json().path("id").asText());

            assertThat(copied.path("state").asText()).isEqualTo("done");
            assertThat(copied.path("total").asInt()).isEqualTo(IMAGES);
            assertThat(copied.path("created").asInt()).isEqualTo(IMAGES);
            assertThat(BulkJobs.total(destination)).isEqualTo(IMAGES);
            assertThat(server.blobs(new Organization("bulk-copies"))).isEqualTo(IMAGES);
            for (var one : uploaded.entrySet()) {
                assertThat(destination
                                .download(one.getKey(), Map.of())
                                .expect(200)
                                .body())
                        .isEqualTo(one.getValue());
            }

            var deleting = destination
                    .send("POST", destination.endpoint().images("/delete-all?confirm=bulk-copies"), Map.of())
                    .expect(202);
            var deleted = BulkJobs.end(destination, deleting.json().path("id").asText());

            assertThat(deleted.path("deleted").asInt()).isEqualTo(IMAGES);
            assertThat(BulkJobs.total(destination)).isZero();
            assertThat(BulkJobs.total(source)).isEqualTo(IMAGES);
        }
    }

    @Test
    void executesCopyCommandsFromOtherSystems(RunningServer server) throws Exception {
        try (var source = server.signUp("foreign-from");
                var destination = server.signUp("foreign-to")) {
            var uploaded = upload(source, 1);
            var hash = uploaded.keySet().iterator().next();
            var operation = UUID.randomUUID().toString();
            publish(server, operation, """
                    {"type": "copy", "operation": "%s", "source": "foreign-from", "destination": "foreign-to",
                     "hashes": ["%s", "%s"]}
                    """.formatted(operation, hash, "0".repeat(40)));
            var job = UUID.randomUUID().toString();
            publish(server, job, """
                    {"type": "copy-all", "operation": "%s", "source": "foreign-from", "destination": "foreign-to"}
                    """.formatted(job));

            var end = BulkJobs.end(destination, job);

            assertThat(end.path("created").asInt() + end.path("existing").asInt())
                    .isEqualTo(1);
            assertThat(destination.download(hash, Map.of()).expect(200).body()).isEqualTo(uploaded.get(hash));
        }
    }

    private Map<String, Bytes> upload(SluiceClient client, int count) throws Exception {
        var uploaded = new HashMap<String, Bytes>();
        while (uploaded.size() < count) {
            var form = new MultipartForm();
            var contents = new HashMap<String, Bytes>();
            for (var i = 0; i < Math.min(50, count - uploaded.size()); i++) {
                var content = Bytes.of(images.next());
                contents.put(UploadE2E.sha1(content), content);
                form.file("filedata[" + i + "]", "copy.jpg", content);
            }
            for (var item : client.upload(form).expect(200).json().path("items")) {
                uploaded.put(
                        item.path("hash").asText(),
                        contents.get(item.path("binary_hash").asText()));
            }
        }
        return uploaded;
    }

    private static void publish(RunningServer server, String key, String json) throws Exception {
        try (var producer = server.kafka().producer("foreign-producer")) {
            producer.send(new ProducerRecord<>(Topics.COPIES.name(), key, json.getBytes(UTF_8)))
                    .get(10, TimeUnit.SECONDS);
        }
    }
}
