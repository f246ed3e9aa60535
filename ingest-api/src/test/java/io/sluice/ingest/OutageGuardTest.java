package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.ingest.ApiFixture.Reply;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the API does while Kafka is away.
class OutageGuardTest {

    private static final Duration SOON = Duration.ofSeconds(1);

    private ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void refusesAnUploadBeforeItsBodyIsRead() throws Exception {
        api.kafkaAwaySince.set(Instant.now());

        var answer = api.exchange("POST /sourceimages/acme HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key
                + "\r\nContent-Type: " + form().contentType()
                + "\r\nContent-Length: 1000\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5", "\"reason\":\"unavailable\"");
        assertThat(api.store.isEmpty()).isTrue();
    }

    @Test
    void refusesUploadsButNotReadsWhileTheStoreIsAway() throws Exception {
        var hash = api.upload(form().file("a.png", "bytes"))
                .json()
                .at("/items/0/hash")
                .asText();
        api.storeAwaySince.set(Instant.now());

        var upload = api.upload(form().file("b.png", "other bytes"));
        var look = api.send(api.request("/sourceimages/acme/" + hash).GET());

        assertThat(upload.status()).isEqualTo(503);
        assertThat(upload.json().path("message").asText()).contains("object store");
        assertThat(look.status()).isEqualTo(200);
    }

    @Test
    void refusesEveryWriteAtOnce() {
        var hash = api.upload(form().file("a.png", "bytes"))
                .json()
                .at("/items/0/hash")
                .asText();
        api.kafkaAwaySince.set(Instant.now());

        var image = "/sourceimages/acme/" + hash;
        for (var write : new HttpRequest.Builder[] {
            api.request(image).DELETE(),
            api.request(image + "/name").PUT(HttpRequest.BodyPublishers.ofString("\"b.png\"")),
            api.request(image + "/meta/user").DELETE(),
            api.request("/user/apikeys").POST(HttpRequest.BodyPublishers.ofString("{}")),
            api.request("/organizations/other")
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"billing_email\":\"a@example.org\"}")),
            api.request("/sourceimages/acme/delete-all?confirm=acme").POST(HttpRequest.BodyPublishers.noBody())
        }) {
            var begin = System.nanoTime();
            var reply = api.send(write);

            assertThat(reply.status()).as("%s", reply.response().request()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isEqualTo("5");
            assertThat(reply.reason()).isEqualTo("unavailable");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
        }
        assertThat(api.pipeline.commands()).isEmpty();
    }

    @Test
    void refusesAWriteThatWaitsForItsAcknowledgementAlready() {
        var published = new AtomicBoolean();
        api.pipeline.broker(_ -> {
            published.set(true);
            return new CompletableFuture<>();
        });
        var reply = CompletableFuture.supplyAsync(() -> api.upload(form().file("a.png", "bytes")));
        await().untilTrue(published);

        api.kafkaAwaySince.set(Instant.now());
        var begin = System.nanoTime();

        assertThat(reply.join().status()).isEqualTo(503);
        assertThat(reply.join().header("Retry-After")).isEqualTo("5");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
        assertThat(api.store.keys()).hasSize(1); // the command may be durable
    }

    @Test
    void letsARequestThatWaitsForItsOutcomeWaitOn() {
        api.pipeline.pauseWorkers();
        var reply = CompletableFuture.supplyAsync(() -> api.upload(form().file("a.png", "bytes")));
        await().until(() -> !api.pipeline.uploads().isEmpty());

        api.kafkaAwaySince.set(Instant.now());
        api.pipeline.resume();

        assertThat(reply.join().status()).isEqualTo(200);
    }

    @Test
    void saysHowOldTheViewIsThatAReadIsAnsweredFrom() {
        assertThat(list().header("Sluice-View-Age")).isEmpty();
        api.kafkaAwaySince.set(Instant.now().minusSeconds(2));
        assertThat(list().header("Sluice-View-Age")).isEmpty();

        api.kafkaAwaySince.set(Instant.now().minusSeconds(3600));

        assertThat(list().status()).isEqualTo(200);
        assertThat(Integer.parseInt(list().header("Sluice-View-Age"))).isBetween(3600, 3660);
        assertThat(api.get("/sourceimages/acme/abcdef").header("Sluice-View-Age"))
                .isNotEmpty();
        assertThat(api.get("/user").header("Sluice-View-Age")).isNotEmpty();
        assertThat(api.get("/").header("Sluice-View-Age")).isEmpty();
        assertThat(api.get("/metrics").header("Sluice-View-Age")).isEmpty();
    }

    @Test
    void refusesReadsThatWouldBeTooOld() {
        api.close();
        api = new ApiFixture(Map.of("SLUICE_MAX_VIEW_AGE", "60s"));
        api.kafkaAwaySince.set(Instant.now().minusSeconds(30));
        assertThat(list().status()).isEqualTo(200);

        api.kafkaAwaySince.set(Instant.now().minusSeconds(90));

        assertThat(list().status()).isEqualTo(503);
        assertThat(list().header("Retry-After")).isEqualTo("5");
        assertThat(list().reason()).isEqualTo("unavailable");
        assertThat(list().header("Sluice-View-Age")).isNotEmpty();
        assertThat(api.get("/health/ready").status()).isEqualTo(200);
    }

    private Reply list() {
        return api.get("/sourceimages/acme");
    }
}
