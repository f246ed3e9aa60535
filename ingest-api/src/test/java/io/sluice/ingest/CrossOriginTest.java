package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ingest.ApiFixture.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrossOriginTest {

    private static final String APP = "https://app.example.com";
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    private ApiFixture api = allowing(APP);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void letsAPageOfAnAllowedOriginUploadAndReadTheAnswer() {
        var preflight = preflight(APP, "POST");
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header(ALLOWED)).isEqualTo(APP);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST", "COPY", "PATCH");
        assertThat(preflight.header("Access-Control-Allow-Headers"))
                .containsIgnoringCase("Api-Key")
                .containsIgnoringCase("Authorization");
        assertThat(preflight.header("Access-Control-Max-Age")).isEqualTo("3600");

        var form = form().file("a.png", "bytes");
        var reply = api.send(api.request("/sourceimages/acme")
                .header("Origin", APP)
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(form.bytes())));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header(ALLOWED)).isEqualTo(APP);
        assertThat(reply.header("Vary")).containsIgnoringCase("Origin");
        assertThat(reply.header("Access-Control-Expose-Headers")).contains("Sluice-Operation", "Location");
        assertThat(reply.header("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void letsAPageReadErrors() {
        var reply = get(APP, "/sourceimages/nobodys");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header(ALLOWED)).isEqualTo(APP);
    }

    @Test
    void allowsNothingToOtherOrigins() {
        for (var origin :
                List.of("https://evil.example.com", "https://app.example.com.evil.org", "http://app.example.com")) {
            assertThat(preflight(origin, "POST").header(ALLOWED)).as(origin).isEmpty();
            assertThat(get(origin, "/sourceimages/acme").header(ALLOWED))
                    .as(origin)
                    .isEmpty();
        }
    }

    @Test
    void allowsNoOriginByDefault() {
        api.close();
        api = new ApiFixture();

        assertThat(preflight(APP, "POST").header(ALLOWED)).isEmpty();
        assertThat(get(APP, "/sourceimages/acme").header(ALLOWED)).isEmpty();
    }

    @Test
    void allowsEveryOriginWithoutCredentials() {
        api.close();
        api = allowing("*");

        var reply = get("https://any.example.org", "/sourceimages/acme");

        assertThat(reply.header(ALLOWED)).isIn("*", "https://any.example.org");
        assertThat(reply.header("Access-Control-Allow-Credentials")).isEmpty();
    }

    private Reply preflight(String origin, String method) {
        return api.send(api.request("/sourceimages/acme")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "api-key,content-type")
                .method("OPTIONS", BodyPublishers.noBody()));
    }

    private Reply get(String origin, String path) {
        return api.send(api.request(path).header("Origin", origin).GET());
    }

    private static ApiFixture allowing(String origin) {
        return new ApiFixture(Map.of("SLUICE_HTTP_CORS_ORIGINS", origin));
    }
}
