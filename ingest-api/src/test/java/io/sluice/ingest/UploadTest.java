package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Source;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.testsupport.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {

    private static final byte[] BYTES = "bytes".getBytes(UTF_8);

    private final ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void answersAnUploadWithTheWholeImageInListForm() {
        var reply = api.upload(form().file("photo.png", "bytes"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("Sluice-Revision")).isEqualTo("1");
        assertThat(reply.json().path("total").asInt()).isEqualTo(1);
        var image = reply.json().path("items").path(0);
        assertThat(image.path("binary_hash").asText())
                .isEqualTo(FakePipeline.sha1("bytes").value());
        assertThat(image.path("name").asText()).isEqualTo("photo.png");
        assertThat(image.path("size").asInt()).isEqualTo(5);
        assertThat(image.path("created").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00");
        assertThat(image.path("link").asText())
                .isEqualTo("/sourceimages/acme/" + image.path("hash").asText());
        assertThat(image.path("protected").isBoolean()).isTrue();
        assertThat(image.path("locked").isBoolean()).isTrue();
        assertThat(image.has("user_metadata")).isFalse();
    }

    @Test
    void storesExactlyTheBytesOfTheFile() {
        var bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);

        var reply = api.upload(form().file("filedata", "noise.png", bytes));

        var hash = reply.json().path("items").path(0).path("hash").asText();
        assertThat(api.get("/sourceimages/acme/" + hash + "/download").body()).isEqualTo(bytes);
    }

    @Test
    void answersSeveralFilesInTheOrderOfTheirArrival() {
        var reply =
                api.upload(form().file("c.png", "third").file("a.png", "first").file("b.png", "second"));

        assertThat(reply.json().path("total").asInt()).isEqualTo(3);
        assertThat(reply.json().path("items").findValuesAsText("name")).containsExactly("c.png", "a.png", "b.png");
        assertThat(api.pipeline.uploads())
                .extracting(upload -> upload.part().count())
                .containsOnly(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"filedata", "filedata[0]", "filename", "anything", "räksmörgås"})
    void takesAFileUnderAnyFieldName(String field) {
        assertThat(api.upload(form().file(field, "a.png", BYTES)).status()).isEqualTo(200);
    }

    @Test
    void takesFiledataWithoutAFileName() {
        var reply = api.upload(form().field("filedata", "bytes"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("items").path(0).path("name").asText()).isEqualTo("unnamed");
    }

    @Test
    void givesEachFileTheMetadataOfItsIndexWhereverItStands() {
        api.upload(form().field("meta_user[1]", "{\"int:price\":42}")
                .file("a.png", "one")
                .field("meta_dynamic[0]", "{\"subject_area\":{\"x\":1,\"y\":2}}")
                .field("meta_dynamic[0][version]", "{\"text\":\"v2\"}")
                .file("b.png", "two")
                .field("meta_user[0]", "{\"title\":\"A\"}")
                .field("options[1]", "{\"protected\":true}"));

        var first = api.pipeline.uploads().get(0);
        var second = api.pipeline.uploads().get(1);
        assertThat(first.userMetadata().fields()).hasToString("{title=\"A\"}");
        assertThat(first.dynamicMetadata().canonicalJson())
                .isEqualTo("{\"subject_area\":{\"x\":1,\"y\":2},\"version\":{\"text\":\"v2\"}}");
        assertThat(first.options().isProtected()).isFalse();
        assertThat(second.userMetadata().fields()).hasToString("{int:price=42}");
        assertThat(second.dynamicMetadata().isEmpty()).isTrue();
        assertThat(second.options().isProtected()).isTrue();
    }

    @Test
    void readsJsonThatIsEncodedTwice() {
        api.upload(form().file("a.png", "one")
                .field("meta_user[0]", "\"{\\\"title\\\":\\\"A\\\"}\"")
                .field("meta_dynamic[0]", "\"{\\\"version\\\":{\\\"text\\\":\\\"1\\\"}}\"")
                .field("options[0]", "\"{\\\"protected\\\":true}\"")
                .field("optimize_source", "\"jpg\""));

        var upload = api.pipeline.uploads().getFirst();
        assertThat(upload.userMetadata().fields()).hasToString("{title=\"A\"}");
        assertThat(upload.dynamicMetadata().fields()).containsKey("version");
        assertThat(upload.options()).isEqualTo(new UploadOptions(true, OptimizeSource.JPEG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}"})
    void takesEmptyMetadataInEveryForm(String empty) {
        var reply = api.upload(
                form().file("a.png", "one").field("meta_user[0]", empty).field("meta_dynamic[0]", empty));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.pipeline.uploads().getFirst().userMetadata().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "optimize_source, true, PNG",
        "optimize_source, png, PNG",
        "optimize_source, jpg, JPEG",
        "optimize_source, false, NONE",
        "optimize_source[0], jpg, JPEG",
        "options[0][optimize_source], png, PNG",
        "options[0], '{\"optimize_source\":true}', PNG",
        "options[0], '{\"optimize_source\":\"jpg\"}', JPEG",
        "options[], '{\"optimize_source\":\"png\"}', PNG"
    })
    void understandsEveryWayToAskForOptimization(String field, String value, OptimizeSource expected) {
        api.upload(form().file("a.tif", "tiff").field(field, value));

        assertThat(api.pipeline.uploads().getFirst().options().optimizeSource()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "optimize_source_strict, true, true",
        "optimize_source_strict, 0, false",
        "optimize_source_strict[0], 1, true",
        "options[0][optimize_source_strict], true, true",
        "options[0], '{\"optimize_source_strict\":true}', true",
        "optimize_source, png, false"
    })
    void understandsEveryWayToRefuseOriginalsThatCannotBeConverted(String field, String value, boolean expected) {
        api.upload(form().file("a.tif", "tiff").field(field, value));

        assertThat(api.pipeline.uploads().getFirst().options().strict()).isEqualTo(expected);
    }

    @Test
    void countsEmptyIndexesUp() {
        api.upload(form().file("a.png", "one")
                .file("b.png", "two")
                .field("options[]", "{\"protected\":false}")
                .field("options[]", "{\"protected\":true}"));

        assertThat(api.pipeline.uploads())
                .extracting(upload -> upload.options().isProtected())
                .containsExactly(false, true);
    }

    @Test
    void takesAddressesInAMultipartForm() {
        var reply = api.upload(form().field("url[1]", "https://example.org/b.png")
                .field("url[0]", "https://example.org/a.png")
                .field("meta_user[1]", "{\"title\":\"B\"}"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.pipeline.uploads())
                .extracting(UploadCommand::source)
                .containsExactly(
                        new Source.Url("https://example.org/a.png"), new Source.Url("https://example.org/b.png"));
        assertThat(api.pipeline.uploads().get(1).userMetadata().fields()).containsKey("title");
    }

    @Test
    void takesAddressesInAnUrlencodedForm() {
        var reply = api.send(api.request("/sourceimages/acme")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "url%5B0%5D=https%3A%2F%2Fexample.org%2Fa%20b.png&meta_user%5B0%5D=%7B%22a%22%3A%22b+c%22%7D"
                                + "&optimize_source=true")));

        assertThat(reply.status()).isEqualTo(200);
        var upload = api.pipeline.uploads().getFirst();
        assertThat(upload.source()).isEqualTo(new Source.Url("https://example.org/a b.png"));
        assertThat(upload.userMetadata().fields()).hasToString("{a=\"b c\"}");
        assertThat(upload.options().optimizeSource()).isEqualTo(OptimizeSource.PNG);
    }

    @Test
    void putsFilesBeforeAddresses() {
        api.upload(form().field("url[1]", "https://example.org/b.png").file("a.png", "one"));

        assertThat(api.pipeline.uploads().get(0).source()).isInstanceOf(Source.Staged.class);
        assertThat(api.pipeline.uploads().get(1).source()).isInstanceOf(Source.Url.class);
    }

    @Test
    void takesAChunkedBodyOfUnknownLength() {
        var body = form().file("a.png", "one").bytes();

        var reply = api.send(api.request("/sourceimages/acme")
                .header("Content-Type", form().contentType())
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertThat(reply.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data;boundary=" + Form.BOUNDARY,
                "multipart/form-data; boundary=\"" + Form.BOUNDARY + "\"",
                "Multipart/Form-Data; charset=utf-8; Boundary=" + Form.BOUNDARY
            })
    void understandsEveryWayToWriteTheBoundary(String contentType) {
        var reply = api.send(api.request("/sourceimages/acme")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        form().file("a.png", "one").bytes())));

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void blanksMayFollowABoundary() {
        var body = new String(
                        form().file("a.png", "one")
                                .field("meta_user[0]", "{\"title\":\"A\"}")
                                .bytes(),
                        UTF_8)
                .replace(Form.BOUNDARY + "\r\n", Form.BOUNDARY + " \t  \r\n");

        var reply = api.send(api.request("/sourceimages/acme")
                .header("Content-Type", form().contentType())
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        assertThat(reply.json().path("total").asInt()).isEqualTo(1);
        assertThat(reply.json().at("/items/0/user_metadata/title").asText()).isEqualTo("A");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100%22 true.png   | 100\" true.png",
                "grüße 🎉.png       | grüße 🎉.png",
                "../../etc/passwd  | ../../etc/passwd",
                "line%0D%0Abreak   | 'line\r\nbreak'",
                "per%20cent.png    | per%20cent.png",
                "a\\\"b.png          | a\"b.png",
                "a\\\\b.png          | a\\b.png",
                "C:\\dir\\file.png   | C:\\dir\\file.png",
            })
    void keepsFileNamesAsTheData(String sent, String kept) {
        var reply = api.upload(form().file(sent, "bytes"));

        assertThat(reply.json().path("items").path(0).path("name").asText()).isEqualTo(kept);
    }

    @Test
    void cutsAVeryLongFileName() {
        var reply = api.upload(form().file("n".repeat(300) + ".png", "bytes"));

        assertThat(reply.json().path("items").path(0).path("name").asText()).hasSize(255);
    }

    @Test
    void keepsMetadataThatComesAsAPartWithAFileName() {
        var reply = api.upload(
                form().file("a.png", "bytes").file("meta_user[0]", "blob", "{\"title\":\"A\"}".getBytes(UTF_8)));

        assertThat(reply.json().path("total").asInt()).isEqualTo(1);
        assertThat(reply.json().at("/items/0/user_metadata/title").asText()).isEqualTo("A");
    }

    @Test
    void overlooksTheEmptyPartOfAnUnselectedFile() {
        var reply = api.upload(form().file("second", "", new byte[0]).file("a.png", "bytes"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("total").asInt()).isEqualTo(1);
    }

    @Test
    void ignoresFieldsItDoesNotKnow() {
        assertThat(api.upload(form().field("csrf", "x").file("a.png", "bytes")).status())
                .isEqualTo(200);
    }

    @Test
    void answersAtOnceWhenTheBodyIsCompleteAndMoreWasAnnounced() throws IOException {
        var body = form().file("a.png", "bytes").bytes();
        var head = "POST /sourceimages/acme HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key + "\r\nContent-Type: "
                + form().contentType() + "\r\nContent-Length: " + (body.length + 100) + "\r\n\r\n";

        var answer = api.exchange(head + new String(body, UTF_8));

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }
}
