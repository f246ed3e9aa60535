package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.standalone.client.Answer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Copies of images into other organizations and jobs over all images, over HTTP.
@ExtendWith(RunningServer.Shared.class)
class CopyE2E {

    @Test
    void copiesAnImageWithItsMetadataAndBytes(RunningServer server) throws Exception {
        var api = organizations(server, "copy-one", "copy-one-to");
        var content = Requests.uniqueImage();
        var image = api.upload(
                "copy-one",
                content,
                "meta_user[0]",
                "{\"title\":\"A\"}",
                "meta_dynamic[0]",
                "{\"version\":{\"text\":\"1\"}}",
                "options[0]",
                "{\"protected\":true}");
        var hash = hash(image);

        var copied = copy(api, "copy-one", hash, "copy-one-to");

        assertThat(copied.status()).isEqualTo(201);
        assertThat(copied.headers().firstValue("Location")).hasValue("/sourceimages/copy-one-to/" + hash);
        var copy = api.get("/sourceimages/copy-one-to/" + hash).expect(200).json();
        assertThat(copied.json()).isEqualTo(copy);
        for (var field :
                List.of("hash", "binary_hash", "name", "user_metadata", "dynamic_metadata", "protected", "size")) {
            assertThat(copy.path(field)).isEqualTo(image.path(field));
        }
        // another blob, so the source is not needed any more
        api.send("DELETE", "/sourceimages/copy-one/" + hash, "").expect(204);
        assertThat(api.get("/sourceimages/copy-one-to/" + hash + "/download")
                        .expect(200)
                        .body()
                        .toArray())
                .isEqualTo(content);
    }

    @Test
    void overwritesExistingImagesUnlessTheyAreToBeKept(RunningServer server) throws Exception {
        var api = organizations(server, "copy-over", "copy-over-to");
        var hash = hash(api.upload("copy-over"));
        copy(api, "copy-over", hash, "copy-over-to").expect(201);
        api.send("PUT", "/sourceimages/copy-over/" + hash + "/name", "\"new.jpg\"")
                .expect(200);

        var refused = copy(api, "copy-over", hash, "copy-over-to", "Overwrite", "F");

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.reason()).isEqualTo("image-exists");
        assertThat(name(api, "copy-over-to", hash)).isEqualTo("a.jpg");
        assertThat(copy(api, "copy-over", hash, "copy-over-to", "Overwrite", "T")
                        .status())
                .isEqualTo(204);
        assertThat(name(api, "copy-over-to", hash)).isEqualTo("new.jpg");
        assertThat(copy(api, "copy-over", hash, "copy-over-to", "Overwrite", "X")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesImpossibleCopies(RunningServer server) throws Exception {
        var api = organizations(server, "copy-wrong", "copy-wrong-to");
        var hash = hash(api.upload("copy-wrong"));
        Requests.signUp(server, "copy-foreign");
        var path = "/sourceimages/copy-wrong/" + hash;

        assertThat(api.send("COPY", path, "").status()).isEqualTo(400);
        assertThat(copy(api, "copy-wrong", hash, "no such name").status()).isEqualTo(400);
        assertThat(copy(api, "copy-wrong", hash, "copy-wrong").status()).isEqualTo(400);
        // the response does not reveal which organizations exist
        assertThat(copy(api, "copy-wrong", hash, "copy-nowhere").status()).isEqualTo(403);
        assertThat(copy(api, "copy-wrong", hash, "copy-foreign").status()).isEqualTo(403);
        assertThat(copy(api, "copy-foreign", hash, "copy-wrong").status()).isEqualTo(403);
        assertThat(copy(api, "copy-wrong", "a".repeat(40), "copy-wrong-to").status())
                .isEqualTo(404);
        api.send("DELETE", path, "").expect(204);
        assertThat(copy(api, "copy-wrong", hash, "copy-wrong-to").status()).isEqualTo(404);
    }

    @Test
    void refusesCopiesToOrganizationsWithoutWritePermission(RunningServer server) throws Exception {
        var api = organizations(server, "copy-reader", "copy-reader-to");
        var hash = hash(api.upload("copy-reader"));
        var reader = api.send("POST", "/organizations/copy-reader-to/memberships", "{\"roles\":[\"read\"]}")
                .expect(201)
                .json();
        api.send(
                        "PUT",
                        "/organizations/copy-reader/memberships/"
                                + reader.path("user_id").asText(),
                        "{\"roles\":[\"admin\"]}")
                .expect(201);

        assertThat(copy(api.as(reader.path("api_key").asText()), "copy-reader", hash, "copy-reader-to")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void acceptsDestinationsInTheFormOfWebDav(RunningServer server) throws Exception {
        var api = organizations(server, "copy-dav", "copy-dav-to");
        var image = api.upload("copy-dav");
        var hash = hash(image);

        assertThat(copy(api, "copy-dav", image.path("short_hash").asText(), "/sourceimages/copy-dav-to/" + hash)
                        .status())
                .isEqualTo(201);
        assertThat(copy(api, "copy-dav", hash, server.base() + "/sourceimages/copy-dav-to")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void copiesAList(RunningServer server) throws Exception {
        var api = organizations(server, "copy-list", "copy-list-to");
        var there = hash(api.upload("copy-list"));
        copy(api, "copy-list", there, "copy-list-to").expect(201);
        var fresh = api.upload("copy-list");
        var unknown = "b".repeat(40);
        var list = json(there, fresh.path("short_hash").asText(), unknown, "nonsense");

        var first = copyList(api, "copy-list", list, "copy-list-to").expect(200).json();
        var second = copyList(api, "copy-list", list, "copy-list-to", "Overwrite", "F")
                .expect(200)
                .json();

        assertThat(first.path("created").toString()).isEqualTo(json(hash(fresh)));
        assertThat(first.path("existing").toString()).isEqualTo(json(there));
        assertThat(first.path("notfound").toString()).isEqualTo(json(unknown, "nonsense"));
        assertThat(second.path("created").size()).isZero();
        assertThat(second.path("existing")).hasSize(2);
        assertThat(api.get("/sourceimages/copy-list-to").json().path("total").asInt())
                .isEqualTo(2);
    }

    @Test
    void refusesInvalidLists(RunningServer server) throws Exception {
        var api = organizations(server, "copy-lists", "copy-lists-to");
        var hundred = IntStream.range(0, 100).mapToObj("%040x"::formatted).collect(Collectors.toList());

        assertThat(copyList(api, "copy-lists", json(hundred.toArray(String[]::new)), "copy-lists-to")
                        .status())
                .isEqualTo(404);
        hundred.add("f".repeat(40));
        for (var body : List.of(json(hundred.toArray(String[]::new)), "[]", "{}", "\"x\"", "nonsense", "")) {
            assertThat(copyList(api, "copy-lists", body, "copy-lists-to").status())
                    .isEqualTo(400);
        }
        assertThat(api.send("POST", "/sourceimages/copy-lists/copy", json("a".repeat(40)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void copiesAWholeOrganizationAndThenDeletesIt(RunningServer server) throws Exception {
        var api = organizations(server, "copy-all", "copy-all-to");
        var first = hash(api.upload("copy-all"));
        var second = hash(api.upload("copy-all"));
        copy(api, "copy-all", first, "copy-all-to").expect(201);
        var key = UUID.randomUUID().toString();
        var copyAll = api.send(
                "POST", "/sourceimages/copy-all/copy-all", "", "Destination", "copy-all-to", "Idempotency-Key", key);

        assertThat(copyAll.status()).isEqualTo(202);
        var location = copyAll.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/jobs/" + copyAll.json().path("id").asText());
        var job = awaitEnd(api, location);
        assertThat(job.path("state").asText()).isEqualTo("done");
        assertThat(job.path("kind").asText()).isEqualTo("copy-all");
        assertThat(job.path("total").asInt()).isEqualTo(2);
        assertThat(job.path("created").asInt()).isEqualTo(1);
        assertThat(job.path("existing").asInt()).isEqualTo(1);
        assertThat(job.path("failed").asInt()).isZero();
        assertThat(job.has("started") && job.has("finished")).isTrue();
        assertThat(api.get("/sourceimages/copy-all-to").json().path("items").findValuesAsText("hash"))
                .containsExactlyInAnyOrder(first, second);
        // sent again, it is the same job
        assertThat(api.send(
                                "POST",
                                "/sourceimages/copy-all/copy-all",
                                "",
                                "Destination",
                                "copy-all-to",
                                "Idempotency-Key",
                                key)
                        .expect(202)
                        .headers()
                        .firstValue("Location"))
                .hasValue(location);
        assertThat(api.send("DELETE", location, "").status()).isEqualTo(204);

        var deleted = awaitEnd(
                api,
                api.send("POST", "/sourceimages/copy-all/delete-all?confirm=copy-all", "")
                        .expect(202)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow());
        assertThat(deleted.path("deleted").asInt()).isEqualTo(2);
        assertThat(api.get("/sourceimages/copy-all").json().path("total").asInt())
                .isZero();
        assertThat(api.get("/sourceimages/copy-all-to").json().path("total").asInt())
                .isEqualTo(2);
    }

    @Test
    void deletesNothingWithoutConfirmation(RunningServer server) throws Exception {
        var api = organizations(server, "confirm", "confirm-other");

        for (var query : List.of("", "?confirm=", "?confirm=confirm-other")) {
            assertThat(api.send("POST", "/sourceimages/confirm/delete-all" + query, "")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void showsAJobOnlyToItsMembers(RunningServer server) throws Exception {
        var api = organizations(server, "job", "job-to");
        var stranger = Requests.signUp(server, "job-stranger");
        var location = api.send("POST", "/sourceimages/job/copy-all", "", "Destination", "job-to")
                .expect(202)
                .headers()
                .firstValue("Location")
                .orElseThrow();

        assertThat(stranger.get(location).status()).isEqualTo(404);
        assertThat(stranger.send("DELETE", location, "").status()).isEqualTo(404);
        assertThat(api.get("/jobs/unknown").status()).isEqualTo(404);
        assertThat(api.send("DELETE", location, "").status()).isIn(202, 204);
        assertThat(awaitEnd(api, location).path("state").asText()).isIn("done", "cancelled");
    }

    /// Returns the job, once it has ended.
    static JsonNode awaitEnd(Requests api, String location) {
        return await("the job ends")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> api.get(location).expect(200).json(),
                        job -> !job.path("state").asText().equals("running"));
    }

    /// Returns the admin of two new organizations.
    private static Requests organizations(RunningServer server, String one, String other) throws Exception {
        var api = Requests.signUp(server, one);
        api.send("PUT", "/organizations/" + other, "").expect(201);
        return api;
    }

    private static Answer copy(Requests api, String source, String hash, String destination, String... headers)
            throws Exception {
        return api.send("COPY", "/sourceimages/" + source + '/' + hash, "", withDestination(destination, headers));
    }

    private static Answer copyList(Requests api, String source, String body, String destination, String... headers)
            throws Exception {
        return api.send("POST", "/sourceimages/" + source + "/copy", body, withDestination(destination, headers));
    }

    private static String[] withDestination(String destination, String... headers) {
        return headers.length == 0
                ? new String[] {"Destination", destination}
                : new String[] {"Destination", destination, headers[0], headers[1]};
    }

    private static String json(String... hashes) {
        return List.of(hashes).stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }

    private static String name(Requests api, String organization, String hash) throws Exception {
        return api.get("/sourceimages/" + organization + '/' + hash)
                .expect(200)
                .json()
                .path("name")
                .asText();
    }

    private static String hash(JsonNode image) {
        return image.path("hash").asText();
    }
}
