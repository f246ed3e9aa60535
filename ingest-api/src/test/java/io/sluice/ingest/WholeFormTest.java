package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testsupport.Form;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A form with several files is stored as a whole or not at all, unless the client prefers otherwise.
class WholeFormTest {

    private final ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void storesNoFileOfAFormWithABadOne() {
        var form = form().file("good.png", "bytes")
                .file("text.png", "not an image")
                .file("more.txt", "not an image, either");

        var reply = api.upload(form);

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.json().path("message").asText())
                .startsWith("File 2 of 3 (text.png): ")
                .contains("handling=lenient");
        assertThat(reply.json().path("failures").findValuesAsText("index")).containsExactly("1", "2");
        assertThat(reply.json().at("/failures/0/reason").asText()).isEqualTo("unsupported-format");
        assertThat(reply.header("Sluice-Operation")).isEmpty();
        assertThat(api.store.keys()).isEmpty();
        assertThat(api.pipeline.uploads()).isEmpty();
    }

    @Test
    void storesNoFileOfABadFormThatIsAnsweredLater() {
        var reply = upload(form().file("good.png", "bytes").file("text.png", "not an image"), "respond-async");

        assertThat(reply.status()).isEqualTo(415);
        assertThat(api.pipeline.uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"handling=lenient", "Handling = \"lenient\"; x=1", "wait=10, handling=lenient"})
    void storesTheGoodFilesOfAFormOnRequest(String preference) {
        var reply = upload(form().file("good.png", "bytes").file("text.png", "not an image"), preference);

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.header("Preference-Applied")).isEqualTo("handling=lenient");
        assertThat(reply.json().path("message").asText()).startsWith("File 2 of 2 (text.png): ");
        assertThat(reply.json().at("/failures/0/index").asInt()).isEqualTo(1);
        assertThat(reply.json().at("/failures/0/reason").asText()).isEqualTo("unsupported-format");
        assertThat(api.store.keys()).hasSize(1);
        assertThat(api.pipeline.catalog()).hasSize(1);
    }

    @Test
    void appliesSeveralPreferences() {
        var reply = upload(form().file("a.png", "one").file("b.png", "two"), "handling=lenient, respond-async");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Preference-Applied")).isEqualTo("respond-async, handling=lenient");
    }

    private ApiFixture.Reply upload(Form form, String preference) {
        return api.send(api.request("/sourceimages/acme")
                .header("Content-Type", form.contentType())
                .header("Prefer", preference)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes())));
    }
}
