package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.sluice.command.DeadLetter;
import io.sluice.kafka.Json;
import io.sluice.kafka.Topics;
import io.sluice.standalone.client.Answer;
import io.sluice.testsupport.LoopbackServer;
import io.sluice.testsupport.TopicRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Webhook messages over HTTP, from a server with its usual configuration.
@ExtendWith(RunningServer.Shared.class)
class WebhookE2E {

    private static final String SECRET = "the-secret-of-this-test";

    private static final int TAKEN = 204;
    private static final int BROKEN = 500;

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private volatile int answer = TAKEN;
    private LoopbackServer receiver;

    /// A message as the receiver received it.
    private record Received(String id, String timestamp, String signature, String traceparent, String body) {

        static Received of(HttpExchange exchange) throws IOException {
            var headers = exchange.getRequestHeaders();
            return new Received(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    headers.getFirst("traceparent"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        }

        JsonNode json() throws IOException {
            return Json.MAPPER.readTree(body);
        }
    }

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = LoopbackServer.start().serve("/hook", exchange -> {
            var message = Received.of(exchange);
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
            received.add(message);
        });
    }

    @AfterEach
    void stopReceiver() {
        receiver.close();
    }

    @Test
    void storesAWebhookAndNeverReturnsItsSecret(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "hook-settings");
        var path = "/organizations/hook-settings/options/webhook";
        admin.get(path).expect(404);

        var created = admin.send("PUT", path, body("/hook", SECRET)).expect(201);

        assertThat(created.json()).isEqualTo(admin.get(path).expect(200).json());
        assertThat(created.json().size()).isEqualTo(1);
        assertThat(created.json().path("url").asText()).isEqualTo(url("/hook"));
        admin.send("PUT", path, body("/hook", SECRET)).expect(204);
        admin.send("PUT", path, body("/hook", SECRET + "-2")).expect(200);
        admin.send("PUT", path, body("/other", SECRET + "-2")).expect(200);
        admin.send("DELETE", path, "").expect(204);
        admin.send("DELETE", path, "").expect(404);
        admin.get(path).expect(404);
    }

    @Test
    void sendsATestMessageOnceAndListsTheAnswers(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "hook-test");
        var path = "/organizations/hook-test/options/webhook";
        admin.send("POST", path + "/test", "").expect(404);
        admin.send("PUT", path, body("/hook", SECRET)).expect(201);
        admin.send("POST", path + "/test", "").expect(202);
        var taken = next("webhook.test");
        assertThat(taken.signature()).isEqualTo(signature(taken));
        answer = BROKEN;
        admin.send("POST", path + "/test", "").expect(202);
        var broken = next("webhook.test");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var items = admin.get(path + "/deliveries").expect(200).json().path("items");
            assertThat(items.findValuesAsText("id")).containsExactly(broken.id(), taken.id());
            assertThat(items.findValuesAsText("status")).containsExactly("failed", "delivered");
            assertThat(items.findValuesAsText("answer").getLast()).isEqualTo("204");
            assertThat(items.findValuesAsText("answer").getFirst()).contains("500");
        });
        assertThat(received).isEmpty();
    }

    @Test
    void sendsASignedMessageOfAnUploadInItsTraceAndRetriesAfterAFailure(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "hook-upload");
        admin.send("PUT", "/organizations/hook-upload/options/webhook", body("/hook", SECRET))
                .expect(201);
        answer = BROKEN;

        var upload = admin.uploadForm("hook-upload", Requests.uniqueImage()).expect(200);

        var operation = header(upload, "Sluice-Operation");
        var first = next("operation.succeeded");
        answer = TAKEN;
        var second = next("operation.succeeded");
        assertThat(first.id()).isEqualTo("operation_" + operation);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.body()).isEqualTo(first.body());
        for (var message : List.of(first, second)) {
            assertThat(message.signature()).isEqualTo(signature(message));
            assertThat(message.traceparent()).isEqualTo(header(upload, "traceresponse"));
        }
        var json = (ObjectNode) first.json();
        assertThat(json.remove("event").asText()).isEqualTo("operation.succeeded");
        // the message is made from the outcome, which does not say how the upload came in
        var shown =
                (ObjectNode) admin.get("/operations/" + operation).expect(200).json();
        assertThat(shown.remove("door").asText()).isEqualTo("http");
        assertThat(((ArrayNode) shown.path("stages")).remove(0).path("stage").asText())
                .isEqualTo("received");
        assertThat(json).isEqualTo(shown);
    }

    @Test
    void sendsMessagesOfJobsAndRejectionsAndDeadLettersUndeliverableOnes(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "hook-job");
        admin.send("PUT", "/organizations/hook-job/options/webhook", body("/hook", SECRET))
                .expect(201);

        var location = header(
                admin.send("POST", "/sourceimages/hook-job/delete-all?confirm=hook-job", "")
                        .expect(202),
                "Location");
        var job = next("job.done");
        assertThat("/jobs/" + job.json().path("id").asText()).isEqualTo(location);
        assertThat(job.id()).startsWith("job_");

        answer = BROKEN;
        var refused =
                admin.uploadForm("hook-job", "no image at all".getBytes(UTF_8)).expect(415);
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(next("operation.rejected").json().path("reason"))
                    .isEqualTo(refused.json().path("reason"));
        }
        // delivery is at least once: after a stall the message may have been given up twice
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(letters(server, header(refused, "Sluice-Operation")))
                        .isNotEmpty()
                        .allSatisfy(letter -> {
                            assertThat(letter.attempts()).isEqualTo(3);
                            assertThat(letter.reason().code()).isEqualTo("url-status");
                            assertThat(new String(letter.value().toArray(), UTF_8))
                                    .doesNotContain(SECRET);
                        }));
    }

    private static List<DeadLetter> letters(RunningServer server, String operation) {
        return TopicRecords.values(server.kafka(), Topics.DEAD_LETTERS).stream()
                .filter(letter ->
                        operation.equals(letter.key()) && letter.topic().equals(Topics.WEBHOOKS.name()))
                .toList();
    }

    /// Returns the next message of `event`; skips repetitions of others.
    private Received next(String event) throws Exception {
        while (true) {
            var message = received.poll(1, TimeUnit.MINUTES);
            assertThat(message).as("a message of " + event).isNotNull();
            if (message.json().path("event").asText().equals(event)) {
                return message;
            }
        }
    }

    private static String header(Answer answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }

    private static String signature(Received message) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        var signed = message.id() + '.' + message.timestamp() + '.' + message.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    }

    private String url(String path) {
        return receiver.url(path);
    }

    private String body(String path, String secret) {
        return "{\"url\":\"" + url(path) + "\",\"secret\":\"" + secret + "\"}";
    }
}
