package io.sluice.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.ingest.place.LeastRate;
import io.sluice.ingest.tls.TlsFiles;
import io.sluice.service.Readiness;
import io.sluice.service.StartException;
import io.sluice.testsupport.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HttpsTest {

    private static final Duration LOOKS = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void servesHttpsAndToThisMachinePlainHttp() throws Exception {
        var certificate = TestCertificate.make(directory, "EC");
        try (var door = open(written(certificate))) {
            assertThat(status(door, certificate)).isEqualTo(200);
            try (var client = HttpClient.newHttpClient()) {
                var health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/health/live"))
                        .build();
                assertThat(client.send(health, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void plainHttpIsForConnectionsWithinThisMachine() {
        var server = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 443);

        assertThat(HttpsOnly.isLocal(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1024), server))
                .isTrue();
        assertThat(HttpsOnly.isLocal(new InetSocketAddress(InetAddress.ofLiteral("::1"), 1024), server))
                .isTrue();
        assertThat(HttpsOnly.isLocal(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1024), server))
                .isTrue();
        assertThat(HttpsOnly.isLocal(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 1024), server))
                .isFalse();
    }

    @Test
    void presentsANewCertificateWithoutARestart() throws Exception {
        var first = TestCertificate.make(directory, "EC");
        var second = TestCertificate.make(directory, "RSA");
        try (var door = open(written(first))) {
            assertThat(status(door, first)).isEqualTo(200);

            var _ = written(second);

            await().atMost(SOON)
                    .ignoreException(SSLHandshakeException.class)
                    .untilAsserted(() -> assertThat(status(door, second)).isEqualTo(200));
            assertThatThrownBy(() -> status(door, first)).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void keepsTheCertificateWhileTheNewOneCannotBeUsed() throws Exception {
        var first = TestCertificate.make(directory, "EC");
        var second = TestCertificate.make(directory, "EC");
        var files = written(first);
        try (var door = open(files)) {
            Files.writeString(files.certificate(), "nonsense");
            assertStillServes(door, first);
            Files.writeString(files.certificate(), second.certificatePem()); // without its key
            assertStillServes(door, first);
            Files.delete(files.key());
            assertStillServes(door, first);

            Files.writeString(files.key(), second.keyPem());

            await().atMost(SOON)
                    .ignoreException(SSLHandshakeException.class)
                    .untilAsserted(() -> assertThat(status(door, second)).isEqualTo(200));
        }
    }

    /// Over several looks at the files.
    private static void assertStillServes(FrontDoor door, TestCertificate certificate) {
        await().during(LOOKS.multipliedBy(4))
                .atMost(SOON)
                .untilAsserted(() -> assertThat(status(door, certificate)).isEqualTo(200));
    }

    @Test
    void doesNotStartWithAKeyOfAnotherCertificate() throws Exception {
        var files = written(TestCertificate.make(directory, "EC"));
        Files.writeString(files.key(), TestCertificate.make(directory, "EC").keyPem());

        assertThatThrownBy(() -> open(files))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("SLUICE_HTTP_TLS_KEY")
                .hasMessageContaining("not the one of the first certificate");
    }

    private static FrontDoor open(TlsFiles files) {
        return FrontDoor.open(
                new DoorConfig(
                        new ListenerConfig("127.0.0.1", 0, Duration.ofSeconds(20), files),
                        Duration.ofSeconds(20),
                        LeastRate.DEFAULT,
                        Set.of()),
                new Readiness(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                HandlerThreads.platform(2),
                LOOKS);
    }

    private TlsFiles written(TestCertificate certificate) throws Exception {
        var files = new TlsFiles(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
        certificate.write(files.certificate(), files.key());
        return files;
    }

    private static int status(FrontDoor door, TestCertificate trusted) throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(trusted.trusting()).build()) {
            var health = HttpRequest.newBuilder(URI.create("https://localhost:" + door.port() + "/health/live"))
                    .timeout(SOON)
                    .build();
            return client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw e.getCause() instanceof SSLHandshakeException handshake ? handshake : e;
        }
    }
}
