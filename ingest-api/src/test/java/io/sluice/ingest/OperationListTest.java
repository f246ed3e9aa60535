package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.account.Role;
import io.sluice.command.Job;
import io.sluice.ingest.ApiFixture.Reply;
import io.sluice.kafka.Json;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceContext;
import io.sluice.view.OperationFilter;
import io.sluice.view.OperationStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationListTest {

    private static final String LIST = "/organizations/acme/operations";

    /// A URL that is refused, and whose source remains there.
    private static final String REFUSED = "http://10.0.0.1/a.png";

    private final ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void listsOperationsWithNameDoorAndStages() {
        api.upload(form().file("a.png", "bytes"));

        var item = api.get(LIST).json().at("/items/0");

        assertThat(item.path("name").asText()).isEqualTo("a.png");
        assertThat(item.path("door").asText()).isEqualTo("http");
        assertThat(item.path("state").asText()).isEqualTo("succeeded");
        assertThat(item.at("/parts/0/item/name").asText()).isEqualTo("a.png");
        assertThat(item.path("stages").findValuesAsText("stage")).containsExactly("received", "queued", "identified");
        assertThat(item.at("/stages/2/seconds").asDouble()).isEqualTo(0.003);
    }

    @Test
    void leadsThroughAllPages() {
        for (var i = 0; i < 5; i++) {
            api.upload(form().file("a.png", "bytes " + i));
        }

        var first = api.get(LIST + "?limit=2&state=succeeded").json();
        var second = api.get(first.at("/links/next/href").asText()).json();
        var third = api.get(LIST + "?limit=2&cursor=" + second.path("cursor").asText())
                .json();

        assertThat(first.path("total").asInt()).isEqualTo(5);
        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(2);
        assertThat(third.path("items")).hasSize(1);
        assertThat(third.has("cursor")).isFalse();
        assertThat(List.of(first, second, third).stream()
                        .flatMap(page -> StreamSupport.stream(page.path("items").spliterator(), false))
                        .map(item -> item.path("id").asText()))
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    @Test
    void countsOperationsByState() {
        api.upload(form().file("a.png", "bytes"));
        api.upload(form().field("url[0]", REFUSED));

        assertThat(api.get(LIST + "?limit=0&facets=state").json().path("facets"))
                .hasToString(
                        "{\"state\":[{\"value\":\"rejected\",\"count\":1},{\"value\":\"succeeded\",\"count\":1}]}");
    }

    @Test
    void refusesParametersThatItDoesNotKnow() {
        for (var query : List.of(
                "colour=red",
                "state=lost",
                "reason=A+B",
                "door=window",
                "since=yesterday",
                "limit=201",
                "limit=x",
                "cursor=x",
                "cursor=eA",
                "hash=abc",
                "facets=name",
                "name=*********")) {
            var reply = api.get(LIST + '?' + query);
            assertThat(reply.status()).as(query).isEqualTo(400);
            assertThat(reply.reason()).as(query).isEqualTo("malformed-request");
        }
        assertThat(api.get(LIST + "?since=2026-01-31T12:00:00+01:00&until=2026-02-01T00:00:00Z&name=&state=")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void isForMembersWhoReadOrUpload() {
        for (var role : Role.values()) {
            var reply = api.send(api.request(LIST).setHeader("Api-Key", api.addMember(role)));
            assertThat(reply.status())
                    .as(role.name())
                    .isEqualTo(role.allows(Role.Permission.READ) || role.allows(Role.Permission.UPLOAD) ? 200 : 403);
        }
        assertThat(api.send(api.request(LIST).setHeader("Api-Key", api.addMember()))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void triesARejectedUploadAgainAsANewOperation() {
        var rejected = rejectedUrl();

        var reply = post("/operations/" + rejected + "/replay");

        assertThat(reply.status()).isEqualTo(202);
        var replay = reply.json().path("id").asText();
        assertThat(reply.header("Location")).isEqualTo("/operations/" + replay);
        assertThat(replay).isNotEqualTo(rejected);
        var json = api.get("/operations/" + replay).json();
        assertThat(json.path("replay_of").asText()).isEqualTo(rejected);
        assertThat(json.path("door").asText()).isEqualTo("retry");
        assertThat(json.path("name").asText()).isEqualTo(REFUSED);
    }

    @Test
    void triesAnOperationAgainOnlyOnce() {
        var rejected = rejectedUrl();
        assertThat(api.get("/operations/" + rejected).json().path("replayable").asBoolean())
                .isTrue();

        var first = post("/operations/" + rejected + "/replay");
        var second = post("/operations/" + rejected + "/replay");

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(api.get(LIST).json().path("total").asInt()).isEqualTo(2);
        var original = api.get("/operations/" + rejected).json();
        assertThat(original.path("replayed_as")).isEqualTo(first.json().path("id"));
        assertThat(original.path("not_replayable").asText())
                .contains(first.json().path("id").asText());
    }

    @Test
    void triesTheReplayAgainWhenItFailsToo() {
        var first = post("/operations/" + rejectedUrl() + "/replay")
                .json()
                .path("id")
                .asText();

        var second = post("/operations/" + first + "/replay").json();

        assertThat(second.path("id").asText()).isNotEqualTo(first);
        assertThat(api.get("/operations/" + second.path("id").asText())
                        .json()
                        .path("replay_of")
                        .asText())
                .isEqualTo(first);
    }

    @Test
    void saysWhyAnOperationCannotBeTriedAgain() {
        var refused = api.upload(form().file("a.txt", "not an image")).header("Sluice-Operation");
        var succeeded = api.upload(form().file("a.png", "bytes")).header("Sluice-Operation");

        var reply = post("/operations/" + refused + "/replay");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.reason()).isEqualTo("not-replayable");
        assertThat(reply.json().path("message").asText()).contains("The file was deleted when it was refused");
        assertThat(api.get("/operations/" + refused)
                        .json()
                        .path("not_replayable")
                        .asText())
                .isEqualTo("The file was deleted when it was refused: upload it again");
        assertThat(post("/operations/" + succeeded + "/replay")
                        .json()
                        .path("message")
                        .asText())
                .contains("It succeeded");
        assertThat(post("/operations/unknown/replay").status()).isEqualTo(404);
    }

    @Test
    void letsOnlyUploadersTryAgain() {
        var rejected = rejectedUrl();

        for (var role : Role.values()) {
            var reply = api.send(api.request("/operations/" + rejected + "/replay")
                    .setHeader("Api-Key", api.addMember(role))
                    .POST(BodyPublishers.noBody()));
            assertThat(reply.status()).as(role.name()).isEqualTo(role.allows(Role.Permission.UPLOAD) ? 202 : 403);
        }
    }

    @Test
    void triesAllRejectedOperationsAgainAsAJob() {
        for (var i = 0; i < 3; i++) {
            rejectedUrl();
        }
        var before = rejectedUrl();
        post("/operations/" + before + "/replay");
        api.upload(form().file("a.txt", "not an image"));
        api.upload(form().file("a.png", "bytes"));

        var reply = post(LIST + "/replay");

        assertThat(reply.status()).isEqualTo(202);
        var job = ended(reply.header("Location"));
        assertThat(job.path("kind").asText()).isEqualTo("replay");
        assertThat(job.path("state").asText()).isEqualTo("done");
        // the replay of the fourth one was rejected, too
        assertThat(job.path("total").asInt()).isEqualTo(6);
        assertThat(job.path("created").asInt()).isEqualTo(4);
        assertThat(job.path("existing").asInt()).isEqualTo(1);
        assertThat(job.path("skipped").asInt()).isEqualTo(1);
        assertThat(job.path("last_error").asText()).contains("The file was deleted");
        assertThat(api.get("/organizations/acme/jobs").json().at("/items/0/id")).isEqualTo(job.path("id"));
    }

    @Test
    void resumesAJobThatItsNodeHasLeft() throws Exception {
        var rejected = rejectedUrl();
        var requested = Instant.now();
        var filter = OperationFilter.ALL.in(OperationStatus.State.REJECTED).before(requested);
        var abandoned = new Job(
                new OperationId("left-behind"),
                new Job.Task(Job.Kind.REPLAY, ApiFixture.ACME, null, false, Json.MAPPER.writeValueAsString(filter)),
                Job.State.RUNNING,
                new Job.Counts(1, 0, 0, 0, 0, 0),
                requested,
                Job.Run.NOT_STARTED);
        Scope.run(
                TraceContext.fresh(),
                () -> api.pipeline
                        .publish(Topics.JOBS, "left-behind", abandoned)
                        .join());

        var job = await().atMost(Duration.ofSeconds(60))
                .until(() -> api.get("/jobs/left-behind").json(), json -> json.has("finished"));

        assertThat(job.path("created").asInt()).isEqualTo(1);
        assertThat(api.get("/operations/" + rejected).json().has("replayed_as")).isTrue();
    }

    @Test
    void cancelsAJob() throws Exception {
        for (var i = 0; i < 3; i++) {
            rejectedUrl();
        }
        var publishing = new CountDownLatch(1);
        var durable = new CompletableFuture<Void>();
        api.pipeline.broker(_ -> {
            publishing.countDown();
            return durable;
        });
        var location = post(LIST + "/replay").header("Location");
        publishing.await();

        var reply = api.send(api.request(location).DELETE());
        durable.complete(null);

        assertThat(reply.status()).isEqualTo(202);
        await().untilAsserted(() -> {
            var job = api.get(location).json();
            assertThat(job.path("state").asText()).isEqualTo("cancelled");
            assertThat(job.path("created").asInt()).isEqualTo(1);
        });
    }

    @Test
    void listsJobsByState() {
        var job = ended(post(LIST + "/replay").header("Location")).path("id");

        assertThat(api.get("/organizations/acme/jobs?state=done").json().at("/items/0/id"))
                .isEqualTo(job);
        assertThat(api.get("/organizations/acme/jobs?state=running")
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(api.get("/organizations/acme/jobs?state=lost").status()).isEqualTo(400);
        assertThat(api.get("/organizations/acme/jobs?name=a").status()).isEqualTo(400);
    }

    private JsonNode ended(String location) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> api.get(location).json(), json -> json.has("finished"));
    }

    private String rejectedUrl() {
        return api.upload(form().field("url[0]", REFUSED)).header("Sluice-Operation");
    }

    private Reply post(String path) {
        return api.send(api.request(path).POST(BodyPublishers.noBody()));
    }
}
