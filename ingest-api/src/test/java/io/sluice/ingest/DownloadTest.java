package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.account.Role;
import io.sluice.image.BlobKey;
import io.sluice.image.SourceImage;
import io.sluice.ingest.ApiFixture.Reply;
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import io.sluice.testsupport.Form;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Isolated("it looks at what is logged")
class DownloadTest {

    private static final String CONTENT = "0123456789";

    private final ApiFixture api = new ApiFixture();
    private String path;

    @BeforeEach
    void upload() {
        path = upload(form().file("photo.jpeg", CONTENT));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void sendsTheStoredBytesAndDescribesThem() {
        var reply = api.get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).asString().isEqualTo(CONTENT);
        assertThat(reply.header("Content-Type")).isEqualTo("image/png");
        assertThat(reply.header("Content-Length")).isEqualTo("10");
        assertThat(reply.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("ETag")).matches("\"[0-9a-f]{40}-[0-9a-f]+\"");
        assertThat(reply.header("Content-Disposition"))
                .isEqualTo("attachment; filename*=UTF-8''photo.png; filename=\"photo.png\"");
    }

    @Test
    void sendsTheSameHeadersWithoutBytesForHead() throws IOException {
        var get = api.get(path);

        var head = api.send(api.request(path).HEAD());

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (var header : new String[] {"Content-Type", "Content-Length", "ETag", "Content-Disposition"}) {
            assertThat(head.header(header)).as(header).isEqualTo(get.header(header));
        }
    }

    @Test
    void sendsNothingToWhoeverHasTheBytesAlready() {
        var tag = api.get(path).header("ETag");

        for (var header : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            var reply = api.send(api.request(path).header("If-None-Match", header));

            assertThat(reply.status()).as(header).isEqualTo(304);
            assertThat(reply.body()).isEmpty();
            assertThat(reply.header("ETag")).isEqualTo(tag);
        }
        assertThat(api.send(api.request(path).header("If-None-Match", "\"other\""))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 0123, bytes 0-3/10",
        "bytes=4-, 456789, bytes 4-9/10",
        "bytes=-3, 789, bytes 7-9/10",
        "bytes=8-100, 89, bytes 8-9/10",
        "bytes=-100, 0123456789, bytes 0-9/10",
        "bytes=9-9, 9, bytes 9-9/10"
    })
    void sendsTheRangeThatIsAskedFor(String range, String bytes, String contentRange) {
        var reply = range(range);

        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.body()).asString().isEqualTo(bytes);
        assertThat(reply.header("Content-Range")).isEqualTo(contentRange);
        assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(bytes.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,4-5", "lines=1-2", "bytes=5-2", "bytes=-", "nonsense", "bytes=a-b"})
    void sendsEverythingForARangeThatItMayIgnore(String range) {
        assertThat(range(range).status()).isEqualTo(200);
        assertThat(range(range).body()).asString().isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0"})
    void refusesARangeOutsideTheBytes(String range) {
        var reply = range(range);

        assertThat(reply.status()).isEqualTo(416);
        assertThat(reply.header("Content-Range")).isEqualTo("bytes */10");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.reason()).isEqualTo("range-not-satisfiable");
    }

    @Test
    void sendsEverythingWhenTheBytesAreNoLongerTheClients() {
        var tag = api.get(path).header("ETag");

        assertThat(api.send(api.request(path).header("Range", "bytes=0-1").header("If-Range", tag))
                        .status())
                .isEqualTo(206);
        assertThat(api.send(api.request(path).header("Range", "bytes=0-1").header("If-Range", "\"other\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesTheShortHashToo() {
        var hash = path.split("/", -1)[3];

        assertThat(api.get("/sourceimages/acme/" + hash.substring(0, 6) + "/download")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keepsProtectedImagesFromThoseWhoMayNotHaveThem() {
        var secret = upload(form().file("a.png", "secret").field("options[0]", "{\"protected\":true}"));
        var reader = api.addMember(Role.SOURCE_IMAGES_READ);
        var trusted = api.addMember(Role.SOURCE_IMAGES_READ, Role.SOURCE_IMAGES_DOWNLOAD_PROTECTED);

        assertThat(as(reader, path).status()).isEqualTo(200);
        assertThat(as(reader, secret).status()).isEqualTo(403);
        assertThat(as(reader, secret).reason()).isEqualTo("forbidden");
        assertThat(as(trusted, secret).status()).isEqualTo(200);
    }

    @Test
    void answersNotFoundForWhatIsNotThere() {
        for (var hash : new String[] {"abcdef", "0".repeat(40), "short", "../../etc", "XYZ"}) {
            var reply = api.get("/sourceimages/acme/" + hash.replace("/", "%2F") + "/download");

            assertThat(reply.status()).as(hash).isIn(404, 400);
            assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        }
    }

    @Test
    void looksAnImageUpAgainThatIsOverwrittenMeanwhile() {
        var image = api.pipeline.catalog().getFirst();
        var other = BlobKey.unique(image.organization());
        api.store.copy(image.blob(), other);
        api.store.delete(image.blob());
        api.store.whenMissing(_ -> api.pipeline.put(withBlob(image, other)));

        assertThat(api.get(path).body()).asString().isEqualTo(CONTENT);
        assertThat(api.send(api.request(path).header("Range", "bytes=2-3")).body())
                .asString()
                .isEqualTo("23");
    }

    @Test
    void answersNotFoundWhenAnImageIsPurgedMeanwhile() {
        var image = api.pipeline.catalog().getFirst();
        api.store.delete(image.blob());
        api.store.whenMissing(
                _ -> api.pipeline.put(image.withDeleted(Instant.now()).stamped(2, new CommandId("purge"))));

        var reply = api.get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.reason()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void asksToComeBackWhenTheStoreFailsBeforeTheAnswerHasBegun(int bytes) {
        api.store.breakReadsAt(bytes);

        for (var reply : List.of(api.get(path), range("bytes=1-8"))) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.reason()).isEqualTo("unavailable");
            assertThat(reply.header("Retry-After")).isEqualTo("5");
            assertThat(reply.header("Content-Type")).isEqualTo("application/json");
            for (var header : new String[] {"Content-Disposition", "Content-Range", "ETag"}) {
                assertThat(reply.header(header)).as(header).isEmpty();
            }
            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024, 200_000, 999_999})
    void breaksOffWhenTheStoreFailsInTheMiddle(int bytes) throws IOException {
        var large = upload(form().file("filedata", "large.png", new byte[1_000_000]));
        api.store.breakReadsAt(bytes);

        var answer = api.exchange("GET " + large + " HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key + "\r\n\r\n");

        var head = answer.substring(0, answer.indexOf("\r\n\r\n"));
        var body = answer.substring(head.length() + 4);
        assertThat(head).startsWith("HTTP/1.1 200").contains("Content-Length: 1000000");
        assertThat(body).hasSizeLessThan(1_000_000).matches("\0*");
        assertThat(new String(api.get("/metrics").body(), UTF_8)).doesNotContain("internal-error");
    }

    @Test
    void takesAnObjectThatIsTooShortForAFailureOfTheStore() {
        var image = api.pipeline.catalog().getFirst();
        api.store.put(image.blob(), new byte[9]);

        assertThat(api.get(path).status()).isEqualTo(503);
    }

    private static SourceImage withBlob(SourceImage image, BlobKey blob) {
        var topic = Topics.SOURCE_IMAGES;
        var json = new String(topic.serializer().serialize(topic.name(), image), UTF_8);
        return topic.deserializer()
                .deserialize(
                        topic.name(),
                        json.replace(image.blob().value(), blob.value()).getBytes(UTF_8));
    }

    @Test
    void saysNothingOfTheInsideWhenTheBlobIsGone() {
        var image = api.pipeline.catalog().getFirst();
        api.store.delete(image.blob());

        var reply = api.get(path);

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.header("Content-Disposition")).isEmpty();
        assertThat(new String(reply.body(), UTF_8)).doesNotContain(image.blob().value(), "Exception");
    }

    @Test
    void neverLetsANameLeaveItsHeader() {
        for (var name : new String[] {
            "a%22; filename=%22evil.exe",
            "line%0D%0ASet-Cookie: x=1",
            "../../etc/passwd",
            "🎉".repeat(80),
            "n".repeat(300)
        }) {
            var reply = api.get(upload(form().file(name, name)));

            assertThat(reply.status()).as(name).isEqualTo(200);
            assertThat(reply.header("Set-Cookie")).isEmpty();
            assertThat(reply.header("Content-Disposition"))
                    .matches(
                            "attachment; filename\\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+; filename=\"[^\"\\\\/%]+\\.png\"");
        }
    }

    @Test
    void addressesBlobsByTheirKeyAlone() {
        assertThat(api.store.keys())
                .allSatisfy(key -> assertThat(key.belongsTo(ApiFixture.ACME)).isTrue());
        assertThat(api.store.keys()).extracting(BlobKey::value).noneMatch(key -> key.contains("photo"));
    }

    @Test
    void takesAClientThatLeavesInTheMiddleForNoError() throws IOException {
        var large = upload(form().file("filedata", "large.png", new byte[1_000_000]));
        var log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        var seen = new ListAppender<ILoggingEvent>();
        seen.start();
        log.addAppender(seen);
        try (var socket = api.connect()) {
            socket.setReceiveBufferSize(4096);
            socket.getOutputStream()
                    .write(("GET " + large + " HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key + "\r\n\r\n")
                            .getBytes(UTF_8));
            socket.getInputStream().readNBytes(100);
            socket.setSoLinger(true, 0);
        }

        await().until(() -> api.metric("sluice_http_requests_seconds_count{method=\"GET\","
                        + "route=\"/sourceimages/{organization}/{hash}/download\",status=\"2xx\"}")
                == 1);
        log.detachAppender(seen);
        assertThat(seen.list).isEmpty();
        assertThat(new String(api.get("/metrics").body(), UTF_8)).doesNotContain("internal-error");
    }

    private String upload(Form form) {
        var items = api.upload(form).json().path("items");
        return "/sourceimages/acme/" + items.path(0).path("hash").asText() + "/download";
    }

    private Reply range(String range) {
        return api.send(api.request(path).header("Range", range));
    }

    private Reply as(String key, String path) {
        return api.send(api.request(path).setHeader("Api-Key", key));
    }
}
