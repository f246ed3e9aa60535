package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.image.Organization;
import io.sluice.image.UserMetadata;
import io.sluice.ingest.ApiFixture.Reply;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageListTest {

    private final ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void findsAnImageByItsHashAndItsShortHash() {
        var image =
                api.upload(form().file("a.png", "bytes")).json().path("items").path(0);

        assertThat(api.get("/sourceimages/acme/" + image.path("hash").asText()).json())
                .isEqualTo(image);
        assertThat(api.get("/sourceimages/acme/" + image.path("short_hash").asText())
                        .json())
                .isEqualTo(image);
    }

    @Test
    void writesAnImageExactlyAsClientsParseIt() {
        var image = api.upload(form().file("a.png", "bytes")
                        .field("meta_user[0]", "{\"title\":\"A\"}")
                        .field("meta_dynamic[0]", "{\"version\":{\"text\":\"1\"}}"))
                .json()
                .path("items")
                .path(0);

        assertThat(image.fieldNames())
                .toIterable()
                .containsExactly(
                        "hash",
                        "short_hash",
                        "binary_hash",
                        "created",
                        "name",
                        "mimetype",
                        "format",
                        "size",
                        "width",
                        "height",
                        "organization",
                        "link",
                        "protected",
                        "locked",
                        "opaque",
                        "animated",
                        "user_metadata",
                        "dynamic_metadata");
        assertThat(image.path("user_metadata").toString()).isEqualTo("{\"title\":\"A\"}");
        assertThat(image.path("dynamic_metadata").toString()).isEqualTo("{\"version\":{\"text\":\"1\"}}");
        assertThat(image.path("mimetype").asText()).isEqualTo("image/png");
        assertThat(image.path("organization").asText()).isEqualTo("acme");
    }

    @Test
    void tellsHowAnImageWasOptimized() {
        var image = api.upload(form().file("a.tif", "bytes").field("optimize_source", "true"))
                .json()
                .path("items")
                .path(0);

        assertThat(image.path("optimization").toString())
                .isEqualTo("{\"original_format\":\"tif\",\"pixel_digest\":\"" + "d".repeat(64)
                        + "\",\"notes\":[\"CMYK was converted\"]}");
    }

    @Test
    void answersNotFoundForAnUnknownImage() {
        var reply = api.get("/sourceimages/acme/" + "a".repeat(40));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.reason()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"binaryHash", "binaryhash"})
    void findsAllVariantsOfABinary(String parameter) {
        api.upload(form().file("a.png", "bytes"));
        api.upload(form().file("a.png", "bytes").field("meta_dynamic[0]", "{\"version\":{\"text\":\"2\"}}"));
        api.upload(form().file("b.png", "other"));

        var json = api.get("/sourceimages/acme?" + parameter + "=" + FakePipeline.sha1("bytes"))
                .json();

        assertThat(json.path("total").asInt()).isEqualTo(2);
        assertThat(json.path("items").findValuesAsText("name")).containsExactly("a.png", "a.png");
    }

    @Test
    void refusesABinaryHashThatIsNone() {
        assertThat(api.get("/sourceimages/acme?binaryHash=xyz").reason()).isEqualTo("malformed-request");
    }

    @Test
    void pagesThroughTheImages() {
        IntStream.range(0, 5).forEach(i -> api.upload(form().file(i + ".png", "bytes" + i)));

        var first = api.get("/sourceimages/acme?limit=2").json();
        var second = api.get(first.at("/links/next/href").asText()).json();
        var third = api.get("/sourceimages/acme?limit=2&offset="
                        + second.path("cursor").asText())
                .json();

        assertThat(first.path("total").asInt()).isEqualTo(5);
        assertThat(first.path("items").findValuesAsText("name")).containsExactly("4.png", "3.png");
        assertThat(first.at("/links/prev").isMissingNode()).isTrue();
        assertThat(second.path("items").findValuesAsText("name")).containsExactly("2.png", "1.png");
        assertThat(second.at("/links/prev/href").asText()).isEqualTo("/sourceimages/acme?limit=2&offset=0");
        assertThat(third.path("items").findValuesAsText("name")).containsExactly("0.png");
        assertThat(third.at("/links/next").isMissingNode()).isTrue();
    }

    @Test
    void hasACursorUntilAPageIsEmpty() {
        IntStream.range(0, 3).forEach(i -> api.upload(form().file(i + ".png", "bytes" + i)));

        var all = api.get("/sourceimages/acme").json();
        var behind = api.get("/sourceimages/acme?offset=" + all.path("cursor").asText())
                .json();

        assertThat(all.path("items")).hasSize(3);
        assertThat(all.path("links")).isEmpty();
        assertThat(behind.path("total").asInt()).isEqualTo(3);
        assertThat(behind.path("items")).isEmpty();
        assertThat(behind.path("links").has("next")).isFalse();
        assertThat(behind.has("cursor")).isFalse();
    }

    @Test
    void keepsTheSearchInItsLinks() {
        IntStream.range(0, 5).forEach(i -> api.upload(form().file("a b.png", "bytes" + i)));

        var page = api.get("/sourceimages/acme?name=a%20b.png&operator=or&sort[]=created%20desc&limit=2&offset=2")
                .json();

        assertThat(page.at("/links/next/href").asText())
                .startsWith("/sourceimages/acme?limit=2&offset=4&")
                .contains("&name=a%20b.png", "&operator=or", "&sort%5B%5D=created%20desc");
        assertThat(page.at("/links/prev/href").asText())
                .startsWith("/sourceimages/acme?limit=2&offset=0&")
                .contains("&name=a%20b.png");
        assertThat(api.get(page.at("/links/next/href").asText()).json().path("items"))
                .hasSize(1);
    }

    @Test
    void leadsBackAsItLedForward() {
        IntStream.range(0, 5).forEach(i -> api.upload(form().file("same.png", "bytes" + i)));
        var first = api.get("/sourceimages/acme?name=same.png&limit=2").json();
        var second = api.get("/sourceimages/acme?name=same.png&limit=2&cursor="
                        + first.path("cursor").asText())
                .json();
        var third = follow(second, "next");

        assertThat(third.path("items")).hasSize(1);
        assertThat(follow(third, "prev").path("items")).isEqualTo(second.path("items"));
        var back = follow(follow(third, "prev"), "prev");
        assertThat(back.path("items")).isEqualTo(first.path("items"));
        assertThat(back.path("total")).isEqualTo(first.path("total"));
        assertThat(back.path("links").has("prev")).isFalse();
        assertThat(follow(back, "next").path("items")).isEqualTo(second.path("items"));
        assertThat(back.at("/links/next/href").asText()).contains("&name=same.png");
        var behind = api.get("/sourceimages/acme?name=same.png&limit=2&cursor="
                        + third.path("cursor").asText())
                .json();
        assertThat(behind.path("items")).isEmpty();
        assertThat(behind.path("links").has("next")).isFalse();
        assertThat(follow(behind, "prev").path("items")).hasSize(2);
    }

    private JsonNode follow(JsonNode page, String link) {
        return api.get(page.path("links").path(link).path("href").asText()).json();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour=red | no parameter \"colour\"",
                "heigth=1200 | did you mean \"height\"",
                "limt=3 | did you mean \"limit\"",
                "user:strr:label=x | types are str, text, int",
                "height=tall | \"height\" cannot be compared with \"tall\"",
                "!height=tall | \"height\" cannot be compared with \"tall\"",
                "filter=(format:png | needs \")\" at position 12",
                "sort=name_text | cannot be sorted by \"name_text\"",
                "sort=name%20up | followed by \"asc\", \"desc\" or nothing",
                "sort=nope | no field \"nope\"",
                "facets=user:text:t | cannot be counted",
                "facets=name,size,width,height,format,hash | at most 5 fields",
                "operator=xor | must be and or or",
            })
    void refusesASearchThatItCannotAnswerAsAWhole(String query, String message) {
        var reply = api.get("/sourceimages/acme?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.reason()).isEqualTo("malformed-request");
        assertThat(reply.json().path("message").asText()).contains(message);
    }

    @Test
    void combinesParameters() {
        List.of("a", "b", "c").forEach(name -> api.upload(form().file(name, "bytes of " + name)));

        assertThat(names("name=a&name=b")).isEmpty();
        assertThat(names("name=a&name=b&operator=or")).containsExactly("b", "a");
        assertThat(names("!name=a&!name=b")).containsExactly("c");
        assertThat(names("filter=name:a%20OR%20name:c&!name=a")).containsExactly("c");
        assertThat(names("name=a&_=123&utm_source=x&sort=&facets=&deleted=&offset="))
                .containsExactly("a");
    }

    private List<String> names(String query) {
        var reply = api.get("/sourceimages/acme?" + query);
        assertThat(reply.status()).isEqualTo(200);
        return reply.json().path("items").findValuesAsText("name");
    }

    @Test
    void tellsHowManyThereAreWhenNoneIsAskedFor() {
        api.upload(form().file("a.png", "bytes"));

        var json = api.get("/sourceimages/acme?limit=0").json();

        assertThat(json.path("total").asInt()).isEqualTo(1);
        assertThat(json.path("items")).isEmpty();
        assertThat(json.path("links")).isEmpty();
        assertThat(json.has("cursor")).isFalse();
    }

    @Test
    void sendsALongList() {
        api.upload(form().file("a.png", "bytes"));
        var image = api.pipeline.catalog().getFirst();
        var fields = new TreeMap<String, JsonNode>(Map.of("text", TextNode.valueOf("x".repeat(1_000_000))));
        api.pipeline.put(image.withUserMetadata(new UserMetadata(fields)));

        var reply = api.get("/sourceimages/acme");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(reply.body().length));
        assertThat(reply.json().at("/items/0/user_metadata/text").asText()).hasSize(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=2001", "limit=-1", "limit=x", "offset=10001", "offset=-5", "offset=!", "cursor=abc"})
    void refusesPagesOutOfBounds(String query) {
        assertThat(api.get("/sourceimages/acme?" + query).status()).isEqualTo(400);
        assertThat(api.get("/sourceimages/acme?" + query).reason()).isEqualTo("malformed-request");
    }

    @Test
    void tellsWhichBinariesAreThere() {
        api.upload(form().file("a.png", "here"));
        var here = FakePipeline.sha1("here").value();
        var absent = FakePipeline.sha1("absent").value();

        for (var body : new String[] {
            "{\"binary_hashes\":[\"" + absent + "\",\"" + here + "\"]}", "[\"" + absent + "\",\"" + here + "\"]"
        }) {
            var json = exists(body).json();

            assertThat(json.path("existing").toString()).isEqualTo("[\"" + here + "\"]");
            assertThat(json.path("missing").toString()).isEqualTo("[\"" + absent + "\"]");
        }
    }

    @Test
    void asksForAThousandBinariesAtMost() {
        assertThat(exists(hashes(1_000)).status()).isEqualTo(200);
        assertThat(exists(hashes(1_001)).reason()).isEqualTo("malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"binary_hashes\":\"x\"}", "[\"xyz\"]", "[null]", "nonsense", "[[[["})
    void refusesAListOfBinariesThatIsNone(String body) {
        var reply = exists(body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.reason()).isEqualTo("malformed-request");
    }

    @Test
    void waitsForTheRevisionThatAReadNames() {
        var revision = api.upload(form().file("a.png", "bytes")).header("Sluice-Revision");

        assertThat(api.send(api.request("/sourceimages/acme").header("Sluice-Revision", revision))
                        .status())
                .isEqualTo(200);
        assertThat(api.send(api.request("/sourceimages/acme").header("Sluice-Revision", "9999"))
                        .status())
                .isEqualTo(503);
        assertThat(api.send(api.request("/sourceimages/acme").header("Sluice-Revision", "-1"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aCopyOfAListIsARead() {
        api.addOrganization(new Organization("other"));
        var hash = api.upload(form().file("a.png", "bytes"))
                .json()
                .path("items")
                .path(0)
                .path("hash")
                .asText();

        var reply = api.send(api.request("/sourceimages/acme/copy")
                .header("Destination", "other")
                .header("Sluice-Revision", "-1")
                .POST(HttpRequest.BodyPublishers.ofString("[\"" + hash + "\"]")));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().toString()).contains("Sluice-Revision");
    }

    @Test
    void refusesASearchForNowWhenTooManyRun() {
        api.upload(form().file("a.png", "bytes"));
        api.pipeline.refuseFacets();

        var reply = api.get("/sourceimages/acme?facets=format");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.reason()).isEqualTo("unavailable");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.json().path("message").asText()).isEqualTo("Too many searches at once");
        assertThat(api.get("/sourceimages/acme").status()).isEqualTo(200);
    }

    private Reply exists(String body) {
        return api.send(api.request("/sourceimages/acme/exists").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String hashes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + FakePipeline.sha1("" + i) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
