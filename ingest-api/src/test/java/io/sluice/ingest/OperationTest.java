package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.account.Role;
import io.sluice.ingest.ApiFixture.Reply;
import io.sluice.operation.Part;
import io.sluice.testsupport.Form;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationTest {

    /// Waits for outcomes longer than a connection may be silent, as a server does in earnest.
    private static final Map<String, String> IMPATIENT =
            Map.of("SLUICE_SYNC_TIMEOUT", "1500ms", "SLUICE_HTTP_IDLE_TIMEOUT", "500ms");

    private ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void acceptsForLaterWhenAskedTo() {
        api.pipeline.pauseWorkers();

        var reply = upload(form().file("a.png", "bytes"), "Prefer", "wait=5, Respond-Async");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Preference-Applied")).isEqualTo("respond-async");
        assertThat(reply.header("Location")).startsWith("/operations/");
        assertThat(reply.json().path("state").asText()).isEqualTo("accepted");
        assertThat(api.get(reply.header("Location")).json().path("state").asText())
                .isEqualTo("accepted");
    }

    @Test
    void tellsHowAnOperationSucceeded() {
        var location = upload(form().file("a.png", "one").file("b.png", "two"), "Prefer", "respond-async")
                .header("Location");

        var json = api.get(location).json();

        assertThat(json.path("state").asText()).isEqualTo("succeeded");
        assertThat(json.path("id").asText()).isEqualTo(location.substring("/operations/".length()));
        assertThat(json.path("organization").asText()).isEqualTo("acme");
        assertThat(json.path("items").findValuesAsText("name")).containsExactly("a.png", "b.png");
        assertThat(json.path("attempts").asInt()).isEqualTo(1);
        assertThat(json.at("/parts/1/state").asText()).isEqualTo("succeeded");
        assertThat(json.at("/parts/1/timings/identify").asInt()).isEqualTo(3);
        assertThat(json.at("/parts/1/timings/total").isIntegralNumber()).isTrue();
    }

    @Test
    void tellsWhyAnOperationWasRejected() {
        var location = upload(form().file("a.txt", "not an image"), "Prefer", "respond-async")
                .header("Location");

        var json = api.get(location).json();

        assertThat(json.path("state").asText()).isEqualTo("rejected");
        assertThat(json.path("reason").asText()).isEqualTo("unsupported-format");
        assertThat(json.path("code").asInt()).isEqualTo(415);
        assertThat(json.path("message").asText()).contains("not a supported image format");
        assertThat(json.at("/parts/0/reason").asText()).isEqualTo("unsupported-format");
    }

    @Test
    void hidesOperationsFromWhoeverIsNoMember() {
        var location =
                upload(form().file("a.png", "bytes"), "Prefer", "respond-async").header("Location");
        var stranger = api.addMember();

        var reply = api.send(api.request(location).setHeader("Api-Key", stranger));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.reason()).isEqualTo("not-found");
    }

    @Test
    void showsImagesOnlyToThoseWhoMaySeeThem() {
        var operation = api.upload(form().file("a.png", "bytes")).header("Sluice-Operation");

        for (var role : Role.values()) {
            var reply = api.send(api.request("/operations/" + operation).setHeader("Api-Key", api.addMember(role)));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().has("items") && reply.json().at("/parts/0").has("item"))
                    .isEqualTo(role.allows(Role.Permission.READ) || role.allows(Role.Permission.UPLOAD));
        }
    }

    @Test
    void knowsNoOperationThatNeverWas() {
        assertThat(api.get("/operations/nothing").status()).isEqualTo(404);
        assertThat(api.get("/operations/" + "x".repeat(100)).status()).isEqualTo(404);
    }

    @Test
    void turnsAnUploadThatTakesTooLongIntoOneForLater() {
        restart(IMPATIENT);
        api.pipeline.pauseWorkers();

        var reply = api.upload(form().file("a.png", "bytes"));

        assertThat(reply.status()).isEqualTo(202);
        api.pipeline.resume();
        assertThat(api.get(reply.header("Location")).json().path("state").asText())
                .isEqualTo("succeeded");
    }

    @Test
    void turnsAnUploadThatTheViewDoesNotShowIntoOneForLater() {
        restart(IMPATIENT);
        api.pipeline.pauseView();

        assertThat(api.upload(form().file("a.png", "bytes")).status()).isEqualTo(202);
    }

    @Test
    void answersOnceTheOutcomeArrives() {
        api.pipeline.pauseWorkers();
        var reply = CompletableFuture.supplyAsync(() -> api.upload(form().file("a.png", "bytes")));
        await().until(() -> !api.pipeline.uploads().isEmpty());

        api.pipeline.resume();

        assertThat(reply.join().status()).isEqualTo(200);
    }

    @Test
    void keepsTheBlobWhenNobodyKnowsWhetherTheCommandIsDurable() {
        api.pipeline.broker(_ -> failedFuture(new IOException("timed out waiting for an acknowledgement")));

        var reply = api.upload(form().file("a.png", "bytes"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotEmpty();
        assertThat(api.store.keys()).hasSize(1);
    }

    @Test
    void removesTheBlobWhenTheCommandWasNeverSent() {
        api.pipeline.broker(_ -> {
            throw new IllegalStateException("cannot be written");
        });

        var reply = api.upload(form().file("a.png", "bytes"));

        assertThat(reply.status()).isEqualTo(500);
        assertThat(api.store.isEmpty()).isTrue();
    }

    @Test
    void publishesAllPartsBeforeItWaits() {
        api.upload(form().file("a.png", "one").file("b.png", "two"));

        assertThat(api.pipeline.uploads())
                .extracting(command -> command.part())
                .containsExactly(new Part(0, 2), new Part(1, 2));
        assertThat(api.pipeline.uploads())
                .extracting(command -> command.operation())
                .containsOnly(api.pipeline.uploads().getFirst().operation());
    }

    @Test
    void makesARetriedRequestTheSameOperation() {
        var first = upload(form().file("a.png", "bytes").field("meta_user[0]", "{}"), "Idempotency-Key", "k1");

        var second = upload(form().file("a.png", "bytes").field("meta_user[0]", "{}"), "Idempotency-Key", "k1");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Sluice-Operation")).isEqualTo(first.header("Sluice-Operation"));
        assertThat(api.pipeline.uploads()).hasSize(1);
        assertThat(api.store.keys()).hasSize(1);
    }

    @Test
    void repeatsARejectionToARetriedRequest() {
        upload(form().file("a.txt", "not an image"), "Idempotency-Key", "k1");

        var second = upload(form().file("a.txt", "not an image"), "Idempotency-Key", "k1");

        assertThat(second.reason()).isEqualTo("unsupported-format");
        assertThat(api.store.isEmpty()).isTrue();
    }

    @Test
    void refusesAnotherBodyUnderTheSameKey() {
        upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1");

        for (var other : new Form[] {
            form().file("a.png", "other"),
            form().file("b.png", "bytes"),
            form().file("a.png", "bytes").field("x", "y")
        }) {
            var reply = upload(other, "Idempotency-Key", "k1");

            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.reason()).isEqualTo("idempotency-conflict");
        }
        assertThat(api.store.keys()).hasSize(1);
    }

    @Test
    void knowsARetriedRequestBeforeTheViewHasSeenTheFirstOne() {
        api.pipeline.hideFingerprints();
        upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1");

        assertThat(upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1")
                        .status())
                .isEqualTo(200);
        assertThat(upload(form().file("a.png", "other"), "Idempotency-Key", "k1")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void asksToComeBackWhenTheFirstRequestWentToAnotherNodeAMomentAgo() {
        upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1");
        api.restartServer();
        api.pipeline.hideFingerprints();

        assertThat(upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1")
                        .status())
                .isEqualTo(503);
        assertThat(api.store.keys()).hasSize(1);
    }

    @Test
    void knowsARetriedRequestOnAnotherNode() {
        var first = upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1");
        api.restartServer();

        var second = upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1");

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(upload(form().file("a.png", "other"), "Idempotency-Key", "k1")
                        .status())
                .isEqualTo(409);
        assertThat(api.pipeline.uploads()).hasSize(1);
    }

    @Test
    void keepsTheKeysOfUsersApart() {
        upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1");
        var colleague = api.addMember(Role.WRITE);

        var reply = api.send(
                request(form().file("a.png", "other"), "Idempotency-Key", "k1").setHeader("Api-Key", colleague));

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void letsConcurrentRetriesWaitForTheOneOperation() {
        api.pipeline.pauseWorkers();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = IntStream.range(0, 6)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(
                            () -> upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1"), threads))
                    .toList();
            await().untilAsserted(() -> assertThat(api.pipeline.pending.size()).isEqualTo(6));
            api.pipeline.resume();

            assertThat(replies)
                    .allSatisfy(reply -> assertThat(reply.join().status()).isEqualTo(200));
        }
        assertThat(api.pipeline.uploads()).hasSize(1);
        assertThat(api.store.keys()).hasSize(1);
    }

    @Test
    void letsARetryTryAgainAfterKafkaFailed() {
        api.pipeline.broker(_ -> failedFuture(new IOException("no leader")));
        upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1");
        api.pipeline.broker(_ -> completedFuture(null));

        var reply = upload(form().file("a.png", "bytes"), "Idempotency-Key", "k1");

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void publishesOnlyWhatIsMissingOfAnOperationThatWasCutShort() {
        api.pipeline.broker(
                command -> command.part().index() == 0 ? completedFuture(null) : failedFuture(new IOException("gone")));
        upload(form().file("a.png", "one").file("b.png", "two"), "Idempotency-Key", "k1");
        api.pipeline.broker(_ -> completedFuture(null));

        var reply = upload(form().file("a.png", "one").file("b.png", "two"), "Idempotency-Key", "k1");

        assertThat(reply.json().path("items").findValuesAsText("name")).containsExactly("a.png", "b.png");
        assertThat(api.pipeline.uploads())
                .extracting(command -> command.part().index())
                .containsExactly(0, 1);
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        assertThat(upload(form().file("a.png", "bytes"), "Idempotency-Key", "k".repeat(256))
                        .status())
                .isEqualTo(400);
        assertThat(upload(form().file("a.png", "bytes"), "Idempotency-Key", "k".repeat(255))
                        .status())
                .isEqualTo(200);
    }

    private void restart(Map<String, String> settings) {
        api.close();
        api = new ApiFixture(settings);
    }

    private Reply upload(Form form, String header, String value) {
        return api.send(request(form, header, value));
    }

    private HttpRequest.Builder request(Form form, String header, String value) {
        return api.request("/sourceimages/acme")
                .header("Content-Type", form.contentType())
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes()));
    }
}
