package io.sluice.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sluice.command.Rejection;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFetchTest {

    private static final String PASSWORD = "changeit";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    Path directory;

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned("pictures.example")));
        server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
        server.start();
        var url = "https://pictures.example:" + server.getAddress().getPort() + "/a.png";
        var config = new FetchConfig(true, Duration.ofSeconds(10), 1);
        try (var fetcher =
                new UrlFetcher(config, 1_000, Clock.systemUTC(), AddressPolicy.ANY, _ -> List.of(LOOPBACK))) {

            var result = fetcher.fetch(url, new ByteArrayOutputStream());

            assertThat(result)
                    .isEqualTo(new FetchResult.Refused(
                            new Rejection.UrlUnreachable(url, "the server's certificate is not valid for it")));
        } finally {
            server.stop(0);
        }
    }

    /// Java offers no way to make a certificate but its own tool.
    private SSLContext selfSigned(String host) throws Exception {
        var file = directory.resolve("keys.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(new String(process.getInputStream().readAllBytes(), UTF_8))
                .isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
