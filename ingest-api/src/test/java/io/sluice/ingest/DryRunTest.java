package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testsupport.Form;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DryRunTest {

    private static final String PATH = "/sourceimages/acme?dry_run=true";

    private final ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void describesEveryImageAndStoresNothing() {
        var form = form().file("good.png", "bytes")
                .file("text.png", "not an image")
                .field("meta_dynamic[0][version]", "{\"text\":\"1\"}");

        var reply = api.post(PATH, form);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("total").asInt()).isEqualTo(2);
        var good = reply.json().at("/items/0");
        assertThat(good.path("outcome").asText()).isEqualTo("would_create");
        assertThat(good.path("format").asText()).isEqualTo("png");
        assertThat(good.path("size").asInt()).isEqualTo(5);
        assertThat(good.path("width").asInt()).isEqualTo(3);
        var bad = reply.json().at("/items/1");
        assertThat(bad.path("outcome").asText()).isEqualTo("would_reject");
        assertThat(bad.path("code").asInt()).isEqualTo(415);
        assertThat(bad.path("reason").asText()).isEqualTo("unsupported-format");
        assertThat(bad.path("name").asText()).isEqualTo("text.png");
        assertThat(api.store.keys()).isEmpty();
        assertThat(api.pipeline.uploads()).isEmpty();
        assertThat(reply.header("Sluice-Operation")).isEmpty();
    }

    @Test
    void knowsTheHashThatARealUploadHas() {
        var expected = api.post(PATH, form().file("a.png", "bytes")).json().at("/items/0");

        var image = api.upload(form().file("a.png", "bytes")).json().at("/items/0");

        assertThat(expected.path("hash")).isEqualTo(image.path("hash"));
        assertThat(expected.path("binary_hash")).isEqualTo(image.path("binary_hash"));
        assertThat(outcome(form().file("a.png", "bytes"))).isEqualTo("would_exist");
        assertThat(outcome(form().file("a.png", "bytes").field("options[0][protected]", "true")))
                .isEqualTo("would_create");
        api.send(
                api.request("/sourceimages/acme/" + image.path("hash").asText()).DELETE());
        assertThat(outcome(form().file("a.png", "bytes"))).isEqualTo("would_restore");
    }

    @Test
    void refusesWhatARealUploadRefusesAsAWhole() {
        assertThat(api.post(PATH, form().field("meta_user[0]", "{}")).reason()).isEqualTo("no-file");
        assertThat(api.post(PATH, form().file("a.png", "bytes").field("meta_user[0]", "nonsense"))
                        .reason())
                .isEqualTo("malformed-metadata");
        assertThat(api.post(PATH, form().file("filedata", "a.png", new byte[1_000_001]))
                        .reason())
                .isEqualTo("too-large");
        assertThat(api.post("/sourceimages/acme?dry_run=perhaps", form().file("a.png", "bytes"))
                        .reason())
                .isEqualTo("malformed-request");
        assertThat(api.store.keys()).isEmpty();
    }

    @Test
    void fetchesNoAddress() {
        var reply = api.send(api.request(PATH)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("url[0]=http://example.org/a.jpg")));

        assertThat(reply.json().at("/items/0/outcome").asText()).isEqualTo("unknown");
        assertThat(reply.json().at("/items/0/name").asText()).isEqualTo("http://example.org/a.jpg");
        assertThat(api.pipeline.uploads()).isEmpty();
    }

    private String outcome(Form form) {
        return api.post(PATH, form).json().at("/items/0/outcome").asText();
    }
}
