package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.account.Role;
import io.sluice.ingest.ApiFixture.Reply;
import io.sluice.ingest.upload.admission.Backlog;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final String ROOT = "0123456789abcdef-root";

    private ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void refusesARequestWithoutAKey() {
        var reply = api.send(
                HttpRequest.newBuilder(api.request("/sourceimages/acme").build().uri()));

        assertInvalidKey(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "00000000000000000000000000000000abcdefghijklmnopqrstuvwxyzABCDEF"})
    void refusesAWrongKey(String key) {
        assertInvalidKey(as(key, "/sourceimages/acme"));
    }

    @Test
    void refusesAKeyOfWhichOneCharacterIsWrong() {
        var last = api.key.endsWith("x") ? "y" : "x";

        assertInvalidKey(as(api.key.substring(0, 63) + last, "/sourceimages/acme"));
    }

    @Test
    void findsTheKeyHeaderInAnyCase() {
        var request =
                HttpRequest.newBuilder(api.request("/sourceimages/acme").build().uri());

        assertThat(api.send(request.header("aPi-kEy", api.key)).status()).isEqualTo(200);
    }

    @Test
    void tellsAKeyWithoutAMembershipTheSameAsOfAnOrganizationThatDoesNotExist() {
        var stranger = api.addMember();

        var reply = as(stranger, "/sourceimages/acme");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.reason()).isEqualTo("forbidden");
        assertThat(reply.json().toString().replace("acme", "nobodys"))
                .isEqualTo(as(stranger, "/sourceimages/nobodys").json().toString());
        assertThat(reply.json().has("invalid_authentication")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "READ, 200, 200, 403",
        "WRITE, 200, 200, 200",
        "UPLOAD, 403, 403, 200",
        "ADMIN, 200, 200, 200",
        "SOURCE_IMAGES_READ, 200, 200, 403",
        "SOURCE_IMAGES_WRITE, 200, 200, 200",
        "SOURCE_IMAGES_DOWNLOAD_PROTECTED, 403, 403, 403",
        "SOURCE_IMAGES_UNLOCK, 403, 403, 403"
    })
    void letsEachRoleDoWhatItMay(Role role, int list, int download, int upload) {
        var hash = api.upload(form().file("a.png", "bytes"))
                .json()
                .at("/items/0/hash")
                .asText();
        var key = api.addMember(role);

        assertThat(as(key, "/sourceimages/acme").status()).isEqualTo(list);
        assertThat(as(key, "/sourceimages/acme/" + hash).status()).isEqualTo(list);
        assertThat(as(key, "/sourceimages/acme/" + hash + "/download").status()).isEqualTo(download);
        assertThat(api.send(api.request("/sourceimages/acme")
                                .setHeader("Api-Key", key)
                                .header("Content-Type", form().contentType())
                                .POST(HttpRequest.BodyPublishers.ofByteArray(
                                        form().file("b.png", "other").bytes())))
                        .status())
                .isEqualTo(upload);
    }

    @Test
    void refusesBeforeItAsksForTheBody() throws IOException {
        var head = "POST /sourceimages/acme HTTP/1.1\r\nHost: x\r\nApi-Key: wrong\r\nContent-Type: "
                + form().contentType() + "\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n";

        var answer = api.exchange(head);

        assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContain("100 Continue");
        assertThat(answer).contains("\"invalid_authentication\":true");
    }

    @Test
    void asksForTheBodyOnceAccessIsChecked() throws IOException {
        var body = form().file("a.png", "bytes").bytes();
        try (var socket = api.connect()) {
            var output = socket.getOutputStream();
            var input = socket.getInputStream();
            output.write(("POST /sourceimages/acme HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key + "\r\nContent-Type: "
                            + form().contentType() + "\r\nContent-Length: " + body.length
                            + "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
                    .getBytes(UTF_8));
            output.flush();
            assertThat(new String(input.readNBytes(25), UTF_8)).startsWith("HTTP/1.1 100 Continue");
            output.write(body);
            output.flush();

            assertThat(new String(input.readAllBytes(), UTF_8)).contains("HTTP/1.1 200 ");
        }
    }

    @Test
    void letsAClientThatSendsAllFirstStillReadWhyItIsRefused() {
        var reply = api.send(api.request("/sourceimages/acme")
                .setHeader("Api-Key", "wrong")
                .header("Content-Type", form().contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        form().file("filedata", "big.png", new byte[20_000_000]).bytes())));

        assertInvalidKey(reply);
    }

    @Test
    void letsTheRootKeyDoEverythingEverywhere() {
        withRootKey();

        assertThat(as(ROOT, "/sourceimages/acme").status()).isEqualTo(200);
        assertThat(as(ROOT, "/organizations/acme").json().path("billing_email").asText())
                .isEqualTo("billing@example.org");
        assertThat(as(ROOT, "/sourceimages/nowhere").status()).isEqualTo(404);
        assertInvalidKey(as(ROOT + "x", "/sourceimages/acme"));
    }

    @Test
    void letsNobodyInByAnUnsetRootKey() {
        assertInvalidKey(as("", "/sourceimages/acme"));
        assertInvalidKey(as(" ", "/sourceimages/acme"));
    }

    @Test
    void turnsUploadsAwayBeforeTheirBodiesWhenTooManyAreUnderWay() throws IOException {
        restart(Map.of("SLUICE_MAX_CONCURRENT_UPLOADS", "1"));
        try (var slow = api.connect()) {
            slow.getOutputStream()
                    .write(("POST /sourceimages/acme HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key + "\r\nContent-Type: "
                                    + form().contentType()
                                    + "\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n")
                            .getBytes(UTF_8));
            slow.getOutputStream().flush();
            slow.getInputStream().read(); // asked to go on, so it is inside

            var reply = api.upload(form().file("a.png", "bytes"));

            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
            assertThat(reply.reason()).isEqualTo("too-many-uploads");
        }
    }

    @Test
    void turnsUploadsAwayWhileTooManyWaitForTheWorkers() {
        api.backlog.set(new Backlog(1_000_000, false));
        for (var few = 0; few < 100; few++) { // so many are admitted of each organization
            assertThat(api.upload(form().file("a.png", "bytes")).status()).isEqualTo(200);
        }

        var reply = api.upload(form().file("a.png", "bytes"));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("5");
        assertThat(reply.reason()).isEqualTo("queue-full");
    }

    private void withRootKey() {
        restart(Map.of("SLUICE_ROOT_API_KEY", ROOT));
    }

    private void restart(Map<String, String> settings) {
        api.close();
        api = new ApiFixture(settings);
    }

    private Reply as(String key, String path) {
        return api.send(api.request(path).setHeader("Api-Key", key));
    }

    private static void assertInvalidKey(Reply reply) {
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().path("code").asInt()).isEqualTo(403);
        assertThat(reply.json().path("invalid_authentication").asBoolean()).isTrue();
        assertThat(reply.reason()).isEqualTo("invalid-key");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }
}
