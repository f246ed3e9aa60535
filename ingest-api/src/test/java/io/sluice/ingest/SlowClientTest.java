package io.sluice.ingest;

import static io.sluice.testsupport.Form.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.image.Organization;
import io.sluice.ingest.place.LeastRate;
import io.sluice.ingest.place.TransferConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clients of one organization that keep connections, beside those of another one.
@Timeout(120)
class SlowClientTest {

    private static final Organization OTHER = new Organization("other");
    private static final LeastRate STRICT = new LeastRate(100_000, Duration.ofMillis(300));

    private @Nullable ApiFixture started;

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    @Test
    void leavesPlacesToOthersWhileSlowBodiesTakeTheShareOfTheirOrganization() throws IOException {
        var api = start(64, new TransferConfig(LeastRate.DEFAULT, Duration.ofHours(1), 1_600));
        var slow = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 64; i++) {
                slow.add(beginUpload(api, OTHER, 50_000_000));
            }
            await().until(() -> api.metric("sluice_upload_bodies") == 24); // a quarter is for small ones alone

            for (var i = 0; i < 30; i++) {
                assertThat(api.upload(form().file("a.png", "bytes " + i)).status())
                        .isEqualTo(200);
            }
            assertThat(api.metric("sluice_upload_bodies")).isEqualTo(24);
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
        await().until(() -> api.metric("sluice_upload_bodies") == 0);
    }

    @ParameterizedTest
    @CsvSource({"/sourceimages/acme, multipart/form-data; boundary=x", "/sourceimages/acme/exists, application/json"})
    void endsABodyThatArrivesTooSlowly(String path, String type) throws Exception {
        var api = start(8, new TransferConfig(STRICT, Duration.ofHours(1), 100));

        try (var socket = api.connect()) {
            begin(socket, api, path, type, 100_000);
            var answer = sendSlowly(socket);

            assertThat(answer).startsWith("HTTP/1.1 408").contains("Connection: close", "\"body-too-slow\"");
            assertThat(answer).contains("fewer than 100000 bytes a second");
        }
        assertThat(api.store.keys()).isEmpty();
        await().until(() -> api.metric("sluice_upload_bodies") == 0);
    }

    @Test
    void endsABodyThatTakesTooLong() throws Exception {
        var api = start(8, new TransferConfig(LeastRate.DEFAULT, Duration.ofMillis(500), 100));

        try (var socket = api.connect()) {
            begin(socket, api, "/sourceimages/acme", form().contentType(), 100_000);

            assertThat(sendSlowly(socket)).startsWith("HTTP/1.1 408").contains("did not arrive within");
        }
    }

    @Test
    void breaksOffADownloadThatIsReadTooSlowly() throws Exception {
        var api = start(8, new TransferConfig(STRICT, Duration.ofHours(1), 100));
        var size = 25_000_000;
        var items = api.upload(form().file("filedata", "large.png", new byte[size]))
                .json()
                .path("items");
        var path = "/sourceimages/acme/" + items.path(0).path("hash").asText() + "/download";

        var received = 0L;
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()));
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key + "\r\n\r\n")
                            .getBytes(UTF_8));
            // until the server breaks off, then to the end at full speed
            for (int read = 1; read > 0; received += Math.max(0, read)) {
                var brokenOff = api.metric("sluice_http_errors_total{reason=\"answer-too-slow\"}") > 0;
                read = socket.getInputStream().readNBytes(brokenOff ? 1_000_000 : 100).length;
            }
        } catch (IOException _) {
            // reset by the server
        }

        assertThat(received).isLessThan(size);
        assertThat(api.get(path).body()).hasSize(size);
    }

    @Test
    void handlesAtMostHalfOfAllRequestsForOneOrganization() throws IOException {
        var api = start(8, new TransferConfig(LeastRate.DEFAULT, Duration.ofHours(1), 2));
        try (var _ = beginUpload(api, OTHER, 1_000)) {
            await().until(() -> api.metric("sluice_http_places{kind=\"requests\"}") == 1);

            var refused = api.get("/sourceimages/other");
            var served = api.get("/sourceimages/acme");

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.reason()).isEqualTo("too-many-requests");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(served.status()).isEqualTo(200);
        }
        await().until(() -> api.metric("sluice_http_places{kind=\"requests\"}") == 0);
    }

    private ApiFixture start(int uploads, TransferConfig transfers) {
        var config = ApiFixture.config(Map.of(
                "SLUICE_SYNC_TIMEOUT", "30s",
                "SLUICE_HTTP_IDLE_TIMEOUT", "30s",
                "SLUICE_MAX_FILE_BYTES", "50000000",
                "SLUICE_MAX_CONCURRENT_UPLOADS", Integer.toString(uploads)));
        var api = new ApiFixture(new ApiConfig(
                config.listener(),
                config.access(),
                config.uploads(),
                transfers,
                config.previews(),
                config.webhookSeal(),
                config.syncTimeout(),
                config.maxViewAge()));
        api.addOrganization(OTHER);
        started = api;
        return api;
    }

    private static Socket beginUpload(ApiFixture api, Organization organization, int length) throws IOException {
        var socket = api.connect();
        begin(socket, api, "/sourceimages/" + organization, form().contentType(), length);
        return socket;
    }

    private static void begin(Socket socket, ApiFixture api, String path, String type, int length) throws IOException {
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: x\r\nApi-Key: " + api.key + "\r\nContent-Type: " + type
                                + "\r\nContent-Length: " + length + "\r\n\r\n--")
                        .getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /// Sends a byte from time to time until there is an answer.
    private static String sendSlowly(Socket socket) throws Exception {
        while (socket.getInputStream().available() == 0) {
            socket.getOutputStream().write(' ');
            socket.getOutputStream().flush();
            TimeUnit.MILLISECONDS.sleep(50); // the pace of the client
        }
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
}
