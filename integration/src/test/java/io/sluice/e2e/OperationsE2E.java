package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.standalone.sample.Samples;
import io.sluice.testsupport.LoopbackServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The operations of an organization, as its members find, follow and repeat them.
@ExtendWith(RunningServer.Shared.class)
class OperationsE2E {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final AtomicBoolean up = new AtomicBoolean();
    private LoopbackServer origin;

    @BeforeEach
    void start() throws IOException {
        origin = LoopbackServer.start(exchange -> {
            try (exchange) {
                var body = Samples.png().content().toArray();
                exchange.sendResponseHeaders(up.get() ? 200 : 404, up.get() ? body.length : -1);
                if (up.get()) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    void findsAnUploadThatFailedAndWhy(RunningServer server) throws Exception {
        var member = Requests.signUp(server, "failures");
        member.upload("failures", Requests.uniqueImage());
        var refused = member.uploadForm("failures", "BM no image".getBytes(UTF_8));
        assertThat(refused.status()).isEqualTo(415);

        var list = member.get("/organizations/failures/operations?state=rejected&facets=reason,state,door")
                .expect(200)
                .json();

        assertThat(list.path("total").asInt()).isEqualTo(1);
        var operation = list.at("/items/0");
        assertThat(operation.path("reason").asText()).isEqualTo("unsupported-format");
        assertThat(operation.path("message").asText()).contains("not a supported image format");
        assertThat(operation.path("door").asText()).isEqualTo("http");
        assertThat(operation.path("not_replayable").asText()).contains("The file was deleted");
        assertThat(list.path("facets"))
                .hasToString("{\"state\":[{\"value\":\"rejected\",\"count\":1}],"
                        + "\"reason\":[{\"value\":\"unsupported-format\",\"count\":1}],"
                        + "\"door\":[{\"value\":\"http\",\"count\":1}]}");
    }

    @Test
    void countsUploadsAndRejectionsByDay(RunningServer server) throws Exception {
        var member = Requests.signUp(server, "counted");
        var image = Requests.uniqueImage();
        member.upload("counted", image);
        member.upload("counted", image);
        member.uploadForm("counted", "BM no image".getBytes(UTF_8));
        rejected(member, "counted", "/none.png");

        await().atMost(LIMIT).untilAsserted(() -> {
            var usage = member.get("/organizations/counted/usage").expect(200).json();
            assertThat(usage.path("images").asInt()).isEqualTo(1);
            assertThat(usage.path("bytes").asInt()).isEqualTo(image.length);
            assertThat(usage.at("/saved_bytes/existing").asInt()).isEqualTo(image.length);
            var today = usage.path("days").path(29);
            assertThat(today.path("uploads").asInt()).isEqualTo(2);
            assertThat(today.path("existing").asInt()).isEqualTo(1);
            assertThat(today.path("rejected")).hasToString("{\"unsupported-format\":1,\"url-status\":1}");
        });
    }

    @Test
    void hasTheTimeOfEachStage(RunningServer server) throws Exception {
        var member = Requests.signUp(server, "stages");
        var image = member.upload("stages", Requests.uniqueImage());

        var operation = member.get("/organizations/stages/operations?hash="
                        + image.path("hash").asText())
                .expect(200)
                .json()
                .at("/items/0");

        assertThat(operation.path("stages").findValuesAsText("stage"))
                .containsExactly("received", "queued", "fetched", "identified", "decided");
        var total = 0.0;
        for (var stage : operation.path("stages")) {
            total += stage.path("stage").asText().equals("received")
                    ? 0
                    : stage.path("seconds").asDouble();
        }
        // each stage is rounded down to milliseconds
        var expected = operation.at("/parts/0/timings/total").asLong();
        assertThat(Math.round(total * 1000)).isBetween(expected - 2, expected);
    }

    @Test
    void triesAUrlAgainThatIsThereNow(RunningServer server) throws Exception {
        var member = Requests.signUp(server, "again-url");
        var rejected = rejected(member, "again-url", "/late.png");
        up.set(true);

        var replay = member.send("POST", "/operations/" + rejected + "/replay", "")
                .expect(202)
                .json()
                .path("id")
                .asText();

        var ended = ended(member, "/operations/" + replay);
        assertThat(ended.path("state").asText()).isEqualTo("succeeded");
        assertThat(ended.path("replay_of").asText()).isEqualTo(rejected);
        assertThat(ended.at("/items/0/name").asText()).isEqualTo("late.png");
        assertThat(member.get("/organizations/again-url/operations?door=retry")
                        .json()
                        .at("/items/0/id")
                        .asText())
                .isEqualTo(replay);
    }

    @Test
    void triesAllUrlsAgainAsAJob(RunningServer server) throws Exception {
        var member = Requests.signUp(server, "all-again");
        for (var i = 0; i < 3; i++) {
            rejected(member, "all-again", "/" + i + ".png");
        }
        up.set(true);

        var location = member.send("POST", "/organizations/all-again/operations/replay?reason=url-status", "")
                .expect(202)
                .headers()
                .firstValue("Location")
                .orElseThrow();

        var job = await().atMost(LIMIT).until(() -> member.get(location).json(), json -> json.has("finished"));
        assertThat(job.path("state").asText()).isEqualTo("done");
        assertThat(job.path("created").asInt()).isEqualTo(3);
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(member.get("/organizations/all-again/operations?door=retry&state=succeeded")
                                        .json()
                                        .path("total")
                                        .asInt())
                                .isEqualTo(3));
        assertThat(member.get("/organizations/all-again/jobs?state=done")
                        .json()
                        .at("/items/0/kind")
                        .asText())
                .isEqualTo("replay");
    }

    @Test
    void sendsOperationsJobsAndImagesAsTheyChange(RunningServer server) throws Exception {
        var client = server.signUp("followed");
        var member =
                Requests.signUp(server, "followed-too").as(client.endpoint().apiKey());
        var lines = new ConcurrentLinkedQueue<String>();
        var request = HttpRequest.newBuilder(server.base().resolve("/organizations/followed/events"))
                .header("Api-Key", client.endpoint().apiKey());
        try (client;
                var http = HttpClient.newHttpClient();
                var body =
                        http.send(request.build(), BodyHandlers.ofInputStream()).body()) {
            Thread.ofVirtual().start(() -> read(body, lines)); // ends with the body
            await().atMost(LIMIT).until(() -> has(lines, "id: "));

            var hash = member.upload("followed", Requests.uniqueImage())
                    .path("hash")
                    .asText();
            member.send("POST", "/sourceimages/followed/delete-all?confirm=followed", "")
                    .expect(202);

            await().atMost(LIMIT).untilAsserted(() -> {
                assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"state\":\"succeeded\"", hash));
                assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"kind\":\"delete-all\"", "finished"));
                assertThat(lines).anySatisfy(line -> assertThat(line).contains(hash, "\"deleted\":\""));
            });
        }
    }

    private static boolean has(Queue<String> lines, String beginning) {
        return lines.stream().anyMatch(line -> line.startsWith(beginning));
    }

    private static void read(InputStream body, Queue<String> lines) {
        try (var reader = new BufferedReader(new InputStreamReader(body, UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException _) {
            // closed by the test
        }
    }

    private String rejected(Requests member, String organization, String path) throws Exception {
        var answer = member.send(
                "POST",
                "/sourceimages/" + organization,
                "url[0]=" + origin.url(path),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(answer.reason()).isEqualTo("url-status");
        return answer.headers().firstValue("Sluice-Operation").orElseThrow();
    }

    private static JsonNode ended(Requests member, String path) {
        return await().atMost(LIMIT)
                .until(
                        () -> member.get(path).json(),
                        json -> !json.path("state").asText().equals("accepted"));
    }
}
