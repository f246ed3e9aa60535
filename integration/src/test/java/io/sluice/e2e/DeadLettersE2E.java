package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.Bytes;
import io.sluice.image.BlobKey;
import io.sluice.kafka.Topics;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.deadletter.DeadLettersCommand;
import io.sluice.standalone.sample.Samples;
import io.sluice.testsupport.CommandRun;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `sluice dead-letters` against a running server.
@ExtendWith(RunningServer.Shared.class)
class DeadLettersE2E {

    @Test
    void replaysAnUploadWhoseObjectIsAvailableAgain(RunningServer server) throws Exception {
        try (var client = server.signUp("second-chance");
                var store = server.openStore()) {
            var object = new BlobKey("incoming/late-" + UUID.randomUUID() + ".png");
            publish(server, """
                    {"operation": "%s", "organization": "second-chance",
                     "source": {"type": "object", "key": "%s"}}
                    """.formatted(UUID.randomUUID(), object));
            var line = await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> run(server, "list")
                                    .lines()
                                    .filter(it -> it.contains(object.value().substring(0, 40)))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
            assertThat(line).contains("second-chance", "blob-missing", "There is no object", "sluice.uploads");
            var id = idOf(line);
            assertThat(run(server, "show", id))
                    .contains(object.value(), "\"attempts\" : 1", "\"first\"", "\"last\"", "\"headers\"");
            try (var writer = store.write(object)) {
                writer.write(Samples.png().content().toArray());
                writer.complete();
            }

            assertThat(run(server, "replay", id, id)).contains("1 replayed");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(total(client)).isEqualTo(1));
            assertThat(run(server, "replay", id)).contains("1 replayed");

            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(total(client)).isEqualTo(1));
        }
    }

    @Test
    void hasNothingThatAnOrganizationDidWrong(RunningServer server) throws Exception {
        try (var client = server.signUp("wrong-files")) {
            assertThat(client.upload(new MultipartForm()
                                    .file("filedata", "not.png", Bytes.of("no image".getBytes(UTF_8))))
                            .status())
                    .isEqualTo(415);
            assertThat(client.upload(new MultipartForm().field("url[0]", "http://127.0.0.1:1/a.png"))
                            .status())
                    .isEqualTo(400);

            assertThat(run(server, "list")).doesNotContain("wrong-files");
        }
    }

    private static void publish(RunningServer server, String json) throws Exception {
        try (var producer = server.kafka().producer("foreign-producer")) {
            producer.send(new ProducerRecord<>(Topics.UPLOADS.name(), "key", json.getBytes(UTF_8)))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private static int total(SluiceClient client) throws Exception {
        return client.list("").expect(200).json().path("total").asInt();
    }

    private static String idOf(String line) {
        return line.strip().split(" ", 2)[0];
    }

    private static String run(RunningServer server, String... arguments) {
        var environment =
                Map.of("SLUICE_KAFKA_BOOTSTRAP_SERVERS", server.kafka().config().bootstrapServers());
        var run = CommandRun.of(DeadLettersCommand.commandLine(environment), (Object[]) arguments);
        assertThat(run.status()).as(run.failure()).isZero();
        return run.output();
    }
}
