package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.ingest.ApiFixture.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kind of bad input is a clear error and leaves nothing behind in the store.
class BadInputTest {

    private static final byte[] DAMAGE = {'\r', '\n', 0, '-', '"', ';', ':', '=', '%', '[', ']', (byte) 0xe4};

    private final ApiFixture api = new ApiFixture();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void refusesAFormWithoutFileAndUrl() {
        assertRefused(api.upload(form().field("meta_user[0]", "{}")), 400, "no-file");
        assertRefused(api.upload(form()), 400, "no-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "image/png", "text/plain;charset=UTF-8", "application/octet-stream"})
    void refusesABodyThatIsNoForm(String contentType) {
        var reply = api.send(api.request("/sourceimages/acme")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertRefused(reply, 415, "not-multipart");
        assertThat(reply.json().path("message").asText())
                .contains("multipart/form-data")
                .contains(contentType.split(";", -1)[0]);
    }

    @Test
    void refusesABodyWithoutAContentType() {
        var reply = api.send(api.request("/sourceimages/acme").POST(HttpRequest.BodyPublishers.ofString("x")));

        assertRefused(reply, 415, "not-multipart");
    }

    @Test
    void refusesARawImageThatIsSentAsAnUrlencodedForm() {
        var reply = api.send(api.request("/sourceimages/acme")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[2_000_000])));

        assertRefused(reply, 415, "not-multipart");
    }

    @Test
    void refusesAnEmptyFile() {
        assertRefused(api.upload(form().file("good.png", "bytes").file("empty.png", "")), 400, "empty-file");
    }

    @Test
    void refusesAFileThatIsTooLargeAndNamesTheLimit() {
        var reply = api.upload(form().file("good.png", "bytes").file("filedata", "big.png", new byte[1_000_001]));

        assertRefused(reply, 413, "too-large");
        assertThat(reply.json().path("message").asText()).contains("1000000");
    }

    @Test
    void takesAFileOfExactlyTheLimit() {
        assertThat(api.upload(form().file("filedata", "big.png", new byte[1_000_000]))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesContentThatTheWorkerRejects() {
        var reply = api.upload(form().file("text.png", "not an image"));

        assertRefused(reply, 415, "unsupported-format");
        assertThat(reply.json().path("operation").asText()).isNotEmpty();
    }

    @Test
    void refusesAnAddressThatTheWorkerRefuses() {
        assertRefused(api.upload(form().field("url[0]", "http://10.0.0.1/a.png")), 400, "url-refused");
    }

    @Test
    void refusesAnEmptyAddress() {
        assertRefused(api.upload(form().file("a.png", "bytes").field("url[1]", " ")), 400, "malformed-metadata");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "meta_user[0]                    | {broken",
                "meta_user[0]                    | 42",
                "meta_user[0]                    | [1]",
                "meta_user[0]                    | {\"int:price\":\"cheap\"}",
                "meta_user[0]                    | {\"int:price\":9223372036854775808}",
                "meta_user[0]                    | {\"date:taken\":\"2019-02-30T00:00:00Z\"}",
                "meta_user[0]                    | {\"latlon:place\":\"90.5,0\"}",
                "meta_user[0]                    | {\"UPPER\":1}",
                "meta_user[0]                    | {\"a\":{\"nested\":1}}",
                "meta_user[0][title]             | A",
                "meta_user[7]                    | {\"title\":\"A\"}",
                "meta_user[x][y][z]              | {}",
                "meta_dynamic[0]                 | {\"subject_area\":{\"x\":\"left\"}}",
                "meta_dynamic[0]                 | \"\\\"twice is enough\\\"\"",
                "meta_dynamic[0][subject_area]   | {\"x\":1}",
                "meta_dynamic[0][subject_area]   | 5",
                "options[0]                      | {\"protected\":\"maybe\"}",
                "options[0]                      | protected",
                "optimize_source                 | webp",
                "options[0][optimize_source]     | best",
            })
    void refusesMalformedMetadataAndNamesTheField(String field, String value) {
        var reply = api.upload(form().file("a.png", "bytes").field(field, value));

        assertRefused(reply, 400, "malformed-metadata");
        assertThat(reply.json().path("message").asText()).contains(field.split("\\[", -1)[0]);
    }

    @Test
    void refusesJsonThatIsNestedTooDeeply() {
        var deep = "{\"a\":".repeat(1000) + "1" + "}".repeat(1000);

        assertRefused(
                api.upload(form().file("a.png", "bytes").field("meta_dynamic[0]", deep)), 400, "malformed-metadata");
    }

    /// Each field is short enough, and so are all of them together.
    @ParameterizedTest
    @CsvSource({"meta_user[0], 9, 262144", "meta_user[1], 15, 262144", "meta_dynamic[0], 3, 65536"})
    void refusesMoreMetadataThanAnImageCanHave(String field, int count, String limit) {
        var form = form().file("a.png", "bytes").file("b.png", "bytes");
        for (var i = 0; i < count; i++) {
            form.field(field, metadata(field, i, 30_000));
        }

        var reply = api.upload(form);

        assertRefused(reply, 400, "malformed-metadata");
        assertThat(reply.json().path("message").asText()).contains(field).contains(limit);
        assertThat(api.pipeline.uploads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"meta_user[0], 16, 4", "meta_dynamic[0], 4, 13"})
    void takesAsMuchMetadataAsAnImageCanHaveAndNotACharacterMore(String field, int count, int besidesText) {
        var longest = 16 * 1024 - besidesText;
        var form = form().file("a.png", "bytes");
        for (var i = 1; i < count; i++) {
            form.field(field, metadata(field, i, longest));
        }
        var more = form().all(form).field(field, metadata(field, 0, longest + 1));

        assertRefused(api.upload(more), 400, "malformed-metadata");
        assertThat(api.upload(form.field(field, metadata(field, 0, longest))).status())
                .isEqualTo(200);
    }

    private static String metadata(String field, int number, int length) {
        var name = "m" + (char) ('a' + number);
        var text = '"' + "é".repeat(length) + '"';
        return "{\"" + name + "\":" + (field.startsWith("meta_user") ? text : "{\"text\":" + text + '}') + '}';
    }

    @Test
    void refusesAFieldThatIsTooLong() {
        assertRefused(
                api.upload(form().file("a.png", "bytes").field("meta_user[0]", "x".repeat(65_537))),
                400,
                "malformed-request");
    }

    @Test
    void refusesTooManyFields() {
        var form = form().file("a.png", "bytes");
        for (var i = 0; i <= 2_000; i++) {
            form.field("f" + i, "");
        }

        assertRefused(api.upload(form), 400, "malformed-request");
    }

    @Test
    void refusesFieldsThatTogetherAreTooLong() {
        var form = form().file("a.png", "bytes");
        for (var i = 0; i < 20; i++) {
            form.field("f" + i, "x".repeat(60_000));
        }

        assertRefused(api.upload(form), 400, "malformed-request");
    }

    @Test
    void refusesTooManyFiles() {
        var form = form();
        for (var i = 0; i <= 100; i++) {
            form.file(i + ".png", "bytes" + i);
        }

        assertRefused(api.upload(form), 400, "malformed-request");
    }

    @Test
    void refusesTooManyFilesAndUrls() {
        var form = form().file("a.png", "bytes");
        for (var i = 1; i <= 100; i++) {
            form.field("url[" + i + "]", "https://example.org/" + i);
        }

        assertRefused(api.upload(form), 400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=other",
                "multipart/form-data; boundary=\"unclosed"
            })
    void refusesABoundaryThatIsMissingOrNotInTheBody(String contentType) {
        var reply = api.send(api.request("/sourceimages/acme")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        form().file("a.png", "bytes").bytes())));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.reason()).isIn("malformed-request", "no-file");
        assertNothingLeft();
    }

    @Test
    void refusesABodyThatEndsBeforeItsLastBoundary() {
        var whole = form().file("a.png", "bytes").file("b.png", "more bytes").unfinished();

        for (var length : new int[] {whole.length, whole.length - 5, whole.length / 2, 40}) {
            var reply = api.send(api.request("/sourceimages/acme")
                    .header("Content-Type", form().contentType())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(whole, 0, length)));

            assertThat(reply.status()).as("cut at %d", length).isEqualTo(400);
            assertThat(reply.reason()).isIn("malformed-request", "no-file");
            assertNothingLeft();
        }
    }

    @Test
    void refusesPartHeadersThatNeverEnd() {
        var part = "name=\"a\"; filename=\"" + "x".repeat(20_000) + "\"";

        assertRefused(api.upload(form().file("good.png", "bytes").part(part, new byte[1])), 400, "malformed-request");
    }

    @Test
    void refusesANestedMultipartWithoutABoundary() {
        var part = "name=\"a\"\r\nContent-Type: multipart/mixed";

        assertRefused(api.upload(form().file("good.png", "bytes").part(part, new byte[1])), 400, "malformed-request");
    }

    @Test
    void refusesAnEndlessPreamble() {
        var reply = api.send(api.request("/sourceimages/acme")
                .header("Content-Type", form().contentType())
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[8 * 1024 * 1024]))));

        assertRefused(reply, 400, "malformed-request");
    }

    @Test
    void removesWhatAClientLeftThatHangsUpMidway() throws IOException {
        var body = form().file("first.png", "complete")
                .file("filedata", "second.png", new byte[400_000])
                .unfinished();
        try (var socket = api.connect()) {
            var output = socket.getOutputStream();
            output.write(head("Content-Length: 900000").getBytes(UTF_8));
            output.write(body, 0, 300_000);
            output.flush();
            await().until(() -> !api.store.isEmpty());
            socket.setSoLinger(true, 0);
        }

        await().untilAsserted(this::assertNothingLeft);
        assertThat(api.pipeline.uploads()).isEmpty();
    }

    @Test
    void refusesABodyThatIsShorterThanAnnounced() throws IOException {
        try (var socket = api.connect()) {
            var output = socket.getOutputStream();
            output.write(head("Content-Length: 5000").getBytes(UTF_8));
            output.write(form().file("a.png", "bytes").unfinished());
            output.flush();
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("malformed-request");
        }
        assertNothingLeft();
    }

    @Test
    void refusesAMalformedChunk() throws IOException {
        var answer = api.exchange(head("Transfer-Encoding: chunked") + "zz\r\nnonsense\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertNothingLeft();
    }

    @Test
    void answersServiceUnavailableWhenTheStoreIsDown() {
        api.store.goDown();

        var reply = api.upload(form().file("a.png", "bytes"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.reason()).isEqualTo("unavailable");
        assertThat(reply.header("Retry-After")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"nowhere, 403, forbidden", "UPPER, 403, forbidden"})
    void refusesAnUnknownOrganizationBeforeItReadsTheBody(String organization, int status, String reason) {
        var reply = api.post("/sourceimages/" + organization, form().file("a.png", "bytes"));

        assertRefused(reply, status, reason);
    }

    @Test
    void neverFailsOnADamagedBody() {
        var sound = form().field("meta_user[0]", "{\"a\":1}")
                .file("a.png", "bytes")
                .file("filedata[1]", "b.png", new byte[3000])
                .bytes();
        var random = new Random(42);
        for (var round = 0; round < 300; round++) {
            var damaged = sound.clone();
            for (var i = random.nextInt(1, 6); i > 0; i--) {
                // most damage goes where the structure is: the headers at the beginning
                var at = random.nextBoolean() ? random.nextInt(450) : random.nextInt(damaged.length);
                damaged[at] = DAMAGE[random.nextInt(DAMAGE.length)];
            }

            var reply = api.send(api.request("/sourceimages/acme")
                    .header("Content-Type", form().contentType())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            damaged, 0, random.nextInt(4) == 0 ? random.nextInt(damaged.length) : damaged.length)));

            assertThat(reply.status())
                    .as("round %d: %s", round, new String(reply.body(), UTF_8))
                    .isLessThan(500);
            assertThat(api.store.keys()).hasSameSizeAs(api.pipeline.uploads());
        }
        assertThat(api.pipeline.uploads()).isNotEmpty();
    }

    @Test
    void answersEvenAnErrorOfOursInJson() {
        api.pipeline.broker(_ -> {
            throw new StackOverflowError("a fault of ours");
        });

        var reply = api.upload(form().file("a.png", "bytes"));

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.reason()).isEqualTo("internal-error");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(new String(reply.body(), UTF_8)).doesNotContain("fault of ours");
        assertThat(api.pipeline.pending.size()).isZero();
        assertNothingLeft();
    }

    private String head(String framing) {
        return "POST /sourceimages/acme HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key + "\r\nContent-Type: "
                + form().contentType() + "\r\n" + framing + "\r\n\r\n";
    }

    private void assertRefused(Reply reply, int status, String reason) {
        assertThat(reply.reason()).as(new String(reply.body(), UTF_8)).isEqualTo(reason);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.json().path("code").asInt()).isEqualTo(status);
        assertThat(reply.json().path("message").asText()).isNotBlank();
        assertThat(reply.json().at("/error/code").asInt()).isEqualTo(status);
        assertThat(reply.json().at("/error/message")).isEqualTo(reply.json().path("message"));
        assertThat(new String(reply.body(), UTF_8)).doesNotContain("Exception", "at io.sluice");
        assertNothingLeft();
    }

    private void assertNothingLeft() {
        assertThat(api.store.keys()).isEmpty();
        assertThat(api.store.isEmpty()).isTrue();
    }
}
