package io.sluice.ingest;

import static io.sluice.ingest.Form.form;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadTest {

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
}
