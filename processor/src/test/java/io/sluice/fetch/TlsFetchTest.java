package io.sluice.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sluice.command.Rejection;
import io.sluice.fetch.address.AddressPolicy;
import io.sluice.fetch.address.Addresses;
import io.sluice.service.ResourceStack;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        var config = new FetchConfig(true, Duration.ofSeconds(10), 1, Set.of());
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

    /// What a server sends behind its answer belongs to nobody, above all not to the next fetch.
    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void neverTakesTheRestOfOneAnswerForTheNext(String scheme) throws Exception {
        var context = scheme.equals("https") ? selfSigned("pictures.example") : null;
        var client = StrictClient.of(Duration.ofSeconds(10));
        try (var server = context == null
                        ? new ServerSocket(0, 10, LOOPBACK)
                        : context.getServerSocketFactory().createServerSocket(0, 10, LOOPBACK);
                var fetcher = new UrlFetcher(
                        new FetchConfig(true, Duration.ofSeconds(10), 1, Set.of()),
                        1_000,
                        Clock.systemUTC(),
                        new Addresses(AddressPolicy.ANY, _ -> List.of(LOOPBACK)),
                        context == null ? client : trusting(client))) {
            var _ = Thread.ofVirtual().start(() -> sendTwoAnswersAtATime(server));
            var url = scheme + "://pictures.example:" + server.getLocalPort() + "/";

            var first = new ByteArrayOutputStream();
            fetcher.fetch(url + "first", first);
            var second = new ByteArrayOutputStream();
            fetcher.fetch(url + "second", second);

            assertThat(first.toString(UTF_8)).isEqualTo("answer to GET /first");
            assertThat(second.toString(UTF_8)).isEqualTo("answer to GET /second");
        }
    }

    /// Serves until `server` is closed. Keeps its connections open: a client that uses one again finds the
    /// second
    private static void sendTwoAnswersAtATime(ServerSocket server) {
        try (var connections = new ResourceStack()) {
            while (true) {
                var socket = connections.add(server.accept());
                var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                var request = reader.readLine().replace(" HTTP/1.1", "");
                while (!reader.readLine().isEmpty()) {
                    // the headers do not matter
                }
                var answers = answer("answer to " + request) + answer("bytes of another organization");
                socket.getOutputStream().write(answers.getBytes(UTF_8));
                socket.getOutputStream().flush();
                var _ = Thread.ofVirtual().start(() -> closeWithItsClient(socket));
            }
        } catch (IOException _) {
            assertThat(server.isClosed()).isTrue();
        }
    }

    /// A client that closes a TLS connection waits for the server to close it, too.
    private static void closeWithItsClient(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // the client closed it
        }
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private OkHttpClient trusting(OkHttpClient client) throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(directory.resolve("keys.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var manager = (X509TrustManager) managers.getTrustManagers()[0];
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {manager}, null);
        return client.newBuilder()
                .sslSocketFactory(context.getSocketFactory(), manager)
                .build();
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
