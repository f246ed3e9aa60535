package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.Envelope;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Trail;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.Organization;
import io.sluice.image.StoredContent;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.standalone.client.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lists, deletions, restorations and changes of images, over HTTP.
@ExtendWith(RunningServer.Shared.class)
class SourceImagesE2E {

    @Test
    void pagesThroughAllImagesByOffsetAndByCursor(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "paging");
        var newestFirst = new ArrayList<String>();
        for (var i = 0; i < 5; i++) {
            newestFirst.addFirst(hash(api.upload("paging")));
        }

        var first = api.get("/sourceimages/paging?limit=2").expect(200).json();
        var second = api.get(first.at("/links/next/href").asText()).expect(200).json();
        var byCursor = api.get("/sourceimages/paging?limit=2&cursor="
                        + first.path("cursor").asText())
                .expect(200)
                .json();
        var last = api.get("/sourceimages/paging?limit=2&offset="
                        + byCursor.path("cursor").asText())
                .expect(200)
                .json();

        assertThat(first.path("total").asInt()).isEqualTo(5);
        assertThat(hashes(first)).isEqualTo(newestFirst.subList(0, 2));
        assertThat(hashes(second)).isEqualTo(newestFirst.subList(2, 4)).isEqualTo(hashes(byCursor));
        assertThat(second.at("/links/prev/href").asText()).isEqualTo("/sourceimages/paging?limit=2&offset=0");
        assertThat(byCursor.path("total").asInt()).isEqualTo(5);
        assertThat(hashes(last)).isEqualTo(newestFirst.subList(4, 5));
        assertThat(last.at("/links/next").isMissingNode()).isTrue();
        assertThat(hashes(api.get("/sourceimages/paging").expect(200).json())).isEqualTo(newestFirst);
    }

    @Test
    void pagesByCursorToTheEndOfMoreThanTenThousandImages(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "deep-paging");
        register(server, new Organization("deep-paging"), 10_100);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(api.get("/sourceimages/deep-paging?limit=0")
                                .expect(200)
                                .json()
                                .path("total")
                                .asInt())
                        .isEqualTo(10_100));

        var listed = new ArrayList<String>();
        var path = "/sourceimages/deep-paging?limit=2000";
        for (var next = path; !next.isEmpty(); ) {
            var page = api.get(next).expect(200).json();
            listed.addAll(hashes(page));
            next = page.has("cursor") ? path + "&cursor=" + page.path("cursor").asText() : "";
        }

        assertThat(listed).hasSize(10_100).doesNotHaveDuplicates();
        var last = api.get("/sourceimages/deep-paging?offset=10000&limit=10")
                .expect(200)
                .json();
        assertThat(hashes(last)).isEqualTo(listed.subList(10_000, 10_010));
    }

    /// Registers images without bytes, as only the workers do.
    private static void register(RunningServer server, Organization organization, int count) throws Exception {
        var topic = Topics.CATALOG_COMMANDS;
        try (var producer = server.kafka().producer("registers")) {
            for (var i = 0; i < count; i++) {
                var command = new RegistrationCommand.Register(
                        new Envelope(OperationId.random(), Part.ONLY, organization, Trail.direct(Instant.now())),
                        new BinaryHash("%040x".formatted(i)),
                        "image.png",
                        false,
                        UserMetadata.NONE,
                        DynamicMetadata.NONE,
                        new StoredContent(BlobKey.unique(organization), ImageFormat.PNG, 10, 1, 1, true, false, null));
                var value = topic.serializer().serialize(topic.name(), command);
                var _ = producer.send(new ProducerRecord<>(topic.name(), organization.name(), value));
            }
            producer.flush();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, 200",
        "limit=2000, 200",
        "limit=2001, 400",
        "limit=-1, 400",
        "limit=many, 400",
        "offset=10000, 200",
        "offset=10001, 400",
        "offset=-1, 400",
        "cursor=nonsense, 400",
        "deleted=perhaps, 400",
        "binaryHash=xyz, 400",
        "sort=name&_=1, 200",
        "sort=name&, 200",
        "=value, 400",
        "unknown=1, 400"
    })
    void limitsTheParametersOfLists(String query, int status, RunningServer server) throws Exception {
        var admin = new Requests(server.base(), RunningServer.ROOT_KEY);
        if (admin.get("/organizations/bounds").status() == 404) {
            Requests.signUp(server, "bounds");
        }

        assertThat(admin.get("/sourceimages/bounds?" + query).status()).isEqualTo(status);
    }

    @Test
    void showsADeletedImageOnlyInTheListOfDeletedImages(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "hiding");
        api.send("PUT", "/organizations/hiding-too", "").expect(201);
        var kept = hash(api.upload("hiding"));
        var image = api.upload("hiding");
        var path = "/sourceimages/hiding/" + hash(image);

        var deleted = api.send("DELETE", path, "");

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body().size()).isZero();
        assertThat(deleted.headers().firstValue("Content-Type")).isEmpty();
        for (var answer : List.of(
                api.send("DELETE", path, ""),
                api.get(path),
                api.get("/sourceimages/hiding/" + image.path("short_hash").asText()),
                api.get(path + "/download"),
                api.get(path + "/meta/user"),
                api.send("PATCH", path + "/meta/user", "{\"title\":\"A\"}"),
                api.send("PUT", path + "/meta/dynamic/version", "{\"text\":\"2\"}"),
                api.send("PUT", path + "/name", "\"other.jpg\""),
                api.send("PUT", path + "/options/protected", "true"),
                api.send("PUT", path + "/options/locked", "true"),
                api.send("COPY", path, "", "Destination", "hiding-too"))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.reason()).isEqualTo("not-found");
        }
        assertThat(hashes(api.get("/sourceimages/hiding").json())).containsExactly(kept);
        assertThat(hashes(api.get("/sourceimages/hiding?binaryHash="
                                + image.path("binary_hash").asText())
                        .json()))
                .isEmpty();
        var trash = api.get("/sourceimages/hiding?deleted=true").json();
        assertThat(hashes(trash)).containsExactly(hash(image));
        assertThat(trash.at("/items/0/deleted").asText()).matches("\\d{4}-.*\\+00:00");
        assertThat(api.get(path + "?deleted=true").expect(200).json().has("deleted"))
                .isTrue();
    }

    @Test
    void restoresAnImageUnchanged(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "restoring");
        var content = Requests.uniqueImage();
        var image = api.upload("restoring", content, "meta_user[0]", "{\"title\":\"A\"}");
        var path = "/sourceimages/restoring/" + hash(image);
        api.send("DELETE", path, "").expect(204);

        var restored = api.send("POST", path + "/restore", "");

        assertThat(restored.status()).isEqualTo(200);
        var live = ((ObjectNode) image.deepCopy()).put("deleted", false);
        assertThat(restored.json()).isEqualTo(live);
        assertThat(api.get(path).expect(200).json()).isEqualTo(image);
        assertThat(api.get(path + "/download").expect(200).body().toArray()).isEqualTo(content);
        assertThat(api.send("POST", path + "/restore", "").expect(200).json()).isEqualTo(live);
        assertThat(hashes(api.get("/sourceimages/restoring?deleted=true").json()))
                .isEmpty();
    }

    @Test
    void restoresByShortHashAndRefusesUnknownHashes(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "restoring-short");
        var image = api.upload("restoring-short");
        var path = "/sourceimages/restoring-short/" + image.path("short_hash").asText();
        api.send("DELETE", path, "").expect(204);

        assertThat(api.send("POST", path + "/restore", "").status()).isEqualTo(200);
        assertThat(api.send("POST", "/sourceimages/restoring-short/" + "a".repeat(40) + "/restore", "")
                        .status())
                .isEqualTo(404);
        assertThat(api.send("POST", "/sourceimages/restoring-short/nonsense/restore", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void restoresADeletedImageThatIsUploadedAgain(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "again");
        var content = Requests.uniqueImage();
        var image = api.upload("again", content);
        api.send("DELETE", "/sourceimages/again/" + hash(image), "").expect(204);

        var again = api.upload("again", content);

        assertThat(hash(again)).isEqualTo(hash(image));
        assertThat(again.has("deleted")).isFalse();
        assertThat(hashes(api.get("/sourceimages/again").json())).containsExactly(hash(image));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binaryHash", "binaryhash"})
    void deletesAllVariantsOfABinary(String parameter, RunningServer server) throws Exception {
        var organization = "variants-" + (parameter.equals("binaryHash") ? "camel" : "lower");
        var api = Requests.signUp(server, organization);
        var content = Requests.uniqueImage();
        var image = api.upload(organization, content);
        api.upload(organization, content, "meta_dynamic[0]", "{\"version\":{\"text\":\"2\"}}");
        var other = hash(api.upload(organization));
        var path = "/sourceimages/" + organization + '?' + parameter + '='
                + image.path("binary_hash").asText();

        assertThat(api.send("DELETE", path, "").status()).isEqualTo(204);

        assertThat(hashes(api.get("/sourceimages/" + organization).json())).containsExactly(other);
        assertThat(api.send("DELETE", path, "").status()).isEqualTo(404);
    }

    @Test
    void deletesNothingWithoutABinaryHash(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "careful");
        var hash = hash(api.upload("careful"));

        assertThat(api.send("DELETE", "/sourceimages/careful", "").status()).isEqualTo(400);
        assertThat(api.send("DELETE", "/sourceimages/careful?binaryHash=", "").status())
                .isEqualTo(400);
        assertThat(hashes(api.get("/sourceimages/careful").json())).containsExactly(hash);
    }

    @Test
    void doesNotDeleteALockedImage(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "locking");
        var image = api.upload("locking");
        var path = "/sourceimages/locking/" + hash(image);

        var locked =
                api.send("PUT", path + "/options/locked", "true").expect(200).json();
        assertThat(locked.path("hash")).isEqualTo(image.path("hash"));
        assertThat(locked.path("locked").asBoolean()).isTrue();
        assertThat(api.get(path).json().path("locked").asBoolean()).isTrue();
        for (var answer : List.of(
                api.send("DELETE", path, ""),
                api.send(
                        "DELETE",
                        "/sourceimages/locking?binaryHash="
                                + image.path("binary_hash").asText(),
                        ""),
                api.send("PATCH", path + "/meta/user", "{\"title\":\"A\"}"),
                api.send("PUT", path + "/options/protected?deletePrevious=true", "true"))) {
            assertThat(answer.status()).isEqualTo(423);
            assertThat(answer.reason()).isEqualTo("image-locked");
        }
        assertThat(api.send("PUT", path + "/options/locked", "false").status()).isEqualTo(200);
        assertThat(api.send("DELETE", path, "").status()).isEqualTo(204);
    }

    @Test
    void readsAndChangesMetadataLikePublishedClients(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "wire-metadata");
        var path = "/sourceimages/wire-metadata/" + hash(api.upload("wire-metadata"));
        api.send("PATCH", path + "/meta/user", "{\"int:n\":5}").expect(204);

        assertThat(api.get(path + "/meta/user/int:n").expect(200).text()).isEqualTo("5");
        assertThat(api.get(path + "/meta/user/other").status()).isEqualTo(404);
        assertThat(api.send("PATCH", path + "/meta/user", "").status()).isEqualTo(400);
        assertThat(api.send("PUT", path + "/meta/dynamic/version", "{}").status())
                .isEqualTo(400);
        var area = api.send("PUT", path + "/meta/dynamic/subject_area?keepHash=true", "{\"x\":\"1\",\"y\":\"2.5\"}")
                .expect(201);
        assertThat(area.json().at("/dynamic_metadata/subject_area/x").isNumber())
                .isTrue();
        assertThat(area.json().at("/dynamic_metadata/subject_area/y").asDouble())
                .isEqualTo(2.5);
        assertThat(area.headers().firstValue("Warning").orElse("")).startsWith("299 ");
        api.send("PUT", "/organizations/wire-metadata-to", "{}").expect(201);
        assertThat(api.send("POST", "/sourceimages/wire-metadata/copy", "[1]", "Destination", "wire-metadata-to")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void protectsAnImageUnderAnotherHash(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "protecting");
        var open = hash(api.upload("protecting"));
        var path = "/sourceimages/protecting/" + open;

        var made = api.send("PUT", path + "/options/protected", "true");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("protected").asBoolean()).isTrue();
        var guarded = hash(made.json());
        assertThat(guarded).isNotEqualTo(open);
        assertThat(location(made)).isEqualTo("/sourceimages/protecting/" + guarded);
        assertThat(api.get(path).status()).isEqualTo(200);
        var unchanged = api.send("PUT", "/sourceimages/protecting/" + guarded + "/options/protected", "true");
        assertThat(unchanged.status()).isEqualTo(204);
        assertThat(location(unchanged)).endsWith("/" + guarded);
        var back =
                api.send("PUT", "/sourceimages/protecting/" + guarded + "/options/protected?deletePrevious=1", "false");
        assertThat(back.status()).isEqualTo(201);
        assertThat(location(back)).endsWith("/" + open);
        assertThat(hashes(api.get("/sourceimages/protecting").json())).containsExactly(open);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"true\"", "1", "protected=true"})
    void acceptsAllFormsOfTrue(String body, RunningServer server) throws Exception {
        var organization = "yes-" + Integer.toHexString(body.hashCode());
        var api = Requests.signUp(server, organization);
        var path = "/sourceimages/" + organization + '/' + hash(api.upload(organization)) + "/options/protected";

        assertThat(api.send("PUT", path, body, "Content-Type", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(201);
        assertThat(api.send("PUT", path, "perhaps").status()).isEqualTo(400);
        assertThat(api.send("PUT", path, "").status()).isEqualTo(400);
    }

    @Test
    void renamesAnImage(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "naming");
        var path = "/sourceimages/naming/" + hash(api.upload("naming"));

        assertThat(api.send("PUT", path + "/name", "\"Zürich.jpg\"")
                        .expect(200)
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("Zürich.jpg");
        assertThat(api.send("PUT", path + "/name", "plain name.jpg").status()).isEqualTo(400);
        assertThat(api.send("PUT", path + "/name", "\"\"").status()).isEqualTo(400);
        assertThat(api.send("PUT", path + "/name", "17").status()).isEqualTo(400);
        assertThat(api.get(path).json().path("name").asText()).isEqualTo("Zürich.jpg");
        assertThat(api.send("PUT", path + "/name", "").status()).isEqualTo(400);
        assertThat(api.send("PUT", path + "/name", "{}").status()).isEqualTo(400);
    }

    @Test
    void changesUserMetadataInPlace(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "user-metadata");
        var hash =
                hash(api.upload("user-metadata", Requests.uniqueImage(), "meta_user[0]", "{\"a\":\"1\",\"b\":\"2\"}"));
        var path = "/sourceimages/user-metadata/" + hash + "/meta/user";

        assertThat(api.send("PATCH", path, "{\"b\":null,\"int:c\":3}").status()).isEqualTo(204);
        assertThat(api.get(path).json().toString()).isEqualTo("{\"a\":\"1\",\"int:c\":3}");
        assertThat(api.send("PUT", path + "/str:d", "5").status()).isEqualTo(204);
        assertThat(api.send("DELETE", path + "/a", "").status()).isEqualTo(204);
        assertThat(api.get(path).json().toString()).isEqualTo("{\"int:c\":3,\"str:d\":\"5\"}");
        assertThat(api.send("PUT", path, "{\"array:tags\":[\"x\",\"y\"]}").status())
                .isEqualTo(204);
        assertThat(api.get(path).json().toString()).isEqualTo("{\"array:tags\":[\"x\",\"y\"]}");
        assertThat(api.send("DELETE", path, "").status()).isEqualTo(204);
        assertThat(api.get("/sourceimages/user-metadata/" + hash).json().has("user_metadata"))
                .isFalse();
        for (var wrong : List.of("{\"int:c\":\"x\"}", "{\"Not A Name\":1}", "[1]", "nonsense")) {
            assertThat(api.send("PATCH", path, wrong).status()).isEqualTo(400);
        }
        assertThat(api.send("PUT", path + "/date:day", "tomorrow").status()).isEqualTo(400);
    }

    @Test
    void createsAVariantWithOtherDynamicMetadata(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "dynamic-metadata");
        var plain = hash(api.upload("dynamic-metadata"));
        var images = "/sourceimages/dynamic-metadata/";
        var area = "{\"x\":1,\"y\":2,\"width\":3,\"height\":4}";

        var made = api.send("PUT", images + plain + "/meta/dynamic/subject_area", area);

        assertThat(made.status()).isEqualTo(201);
        var cropped = hash(made.json());
        assertThat(location(made)).isEqualTo(images + cropped);
        assertThat(made.json().at("/dynamic_metadata/subject_area/x").asInt()).isEqualTo(1);
        var same = api.send(
                "PUT", images + cropped + "/meta/dynamic/subject_area", "{\"height\":4,\"width\":3,\"y\":2,\"x\":1}");
        assertThat(same.status()).isEqualTo(204);
        assertThat(location(same)).isEqualTo(images + cropped);
        var kept = api.send("PUT", images + cropped + "/meta/dynamic/version?keepHash=true", "{\"text\":\"2\"}");
        assertThat(kept.status()).isEqualTo(201);
        assertThat(hash(kept.json())).isEqualTo(cropped);
        var version = api.send("DELETE", images + cropped + "/meta/dynamic/version", "{\"keepHash\":\"true\"}");
        assertThat(hash(version.expect(201).json())).isEqualTo(cropped);
        var back = api.send("DELETE", images + cropped + "/meta/dynamic/subject_area", "{\"deletePrevious\":\"true\"}");
        assertThat(back.status()).isEqualTo(201);
        assertThat(location(back)).isEqualTo(images + plain);
        assertThat(api.get(images + cropped).status()).isEqualTo(404);
        var absent = api.send("DELETE", images + plain + "/meta/dynamic/subject_area?deletePrevious=true", "");
        assertThat(absent.status()).isEqualTo(204);
        assertThat(location(absent)).isEqualTo(images + plain);
        assertThat(api.send(
                                "PUT",
                                images + plain + "/meta/dynamic/subject_area?deletePrevious=true&keepHash=true",
                                area)
                        .status())
                .isEqualTo(400);
        assertThat(api.send("PUT", images + plain + "/meta/dynamic/subject_area", "{\"x\":1}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void keepsTheConnectionAfterARefusalOfARequestWithoutABody(RunningServer server) throws Exception {
        var api = Requests.signUp(server, "connection");

        var answer = api.send("DELETE", "/sourceimages/connection/" + "a".repeat(40), "");

        assertThat(answer)
                .extracting(Answer::status, it -> it.headers().firstValue("Connection"))
                .isEqualTo(List.of(404, Optional.empty()));
    }

    private static String hash(JsonNode image) {
        return image.path("hash").asText();
    }

    private static List<String> hashes(JsonNode list) {
        return list.path("items").findValuesAsText("hash");
    }

    private static String location(Answer answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
