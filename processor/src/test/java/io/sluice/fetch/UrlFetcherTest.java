package io.sluice.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.sluice.command.Rejection;
import io.sluice.fetch.address.AddressPolicy;
import io.sluice.fetch.address.PublicAddresses;
import io.sluice.fetch.address.Resolver;
import io.sluice.testsupport.LoopbackServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlFetcherTest {

    private static final int MAX_BYTES = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final byte[] PICTURE = "not really a picture".getBytes(UTF_8);

    /// This machine is fine, and everything else as in earnest.
    private static final AddressPolicy LOOPBACK_OR_PUBLIC =
            address -> address.equals(LOOPBACK) ? Optional.empty() : new PublicAddresses().objection(address);

    private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private LoopbackServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = LoopbackServer.start();
    }

    @AfterEach
    void stopServer() {
        over.countDown();
        server.close();
        threads.shutdownNow();
    }

    @Test
    void bringsTheBytesAndTheName() throws Exception {
        serve("/pictures/a%20b.png", bytes(PICTURE));

        var result = fetch("/pictures/a%20b.png?x=1");

        assertThat(result).isEqualTo(new FetchResult.Fetched("a b.png", PICTURE.length));
        assertThat(sink.toByteArray()).isEqualTo(PICTURE);
    }

    @Test
    void asksForTheBytesAsTheyAre() throws Exception {
        var headers = new ConcurrentLinkedQueue<Map<String, List<String>>>();
        serve("/a", exchange -> {
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            bytes(PICTURE).handle(exchange);
        });

        fetch("/a");

        assertThat(headers).singleElement().satisfies(seen -> {
            assertThat(seen).containsEntry("Accept-encoding", List.of("identity"));
            assertThat(seen).containsEntry("User-agent", List.of("Sluice"));
            assertThat(seen).doesNotContainKeys("Cookie", "Referer");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip", "x-gzip", "GZIP", "deflate", "raw deflate"})
    void undoesAContentCodingThatNobodyAskedFor(String coding) throws Exception {
        serve("/a", coded(coding.replace("raw ", ""), encode(coding, PICTURE)));

        assertThat(fetch("/a")).isEqualTo(new FetchResult.Fetched("a", PICTURE.length));
        assertThat(sink.toByteArray()).isEqualTo(PICTURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, gzip", "compress"})
    void refusesAContentCodingItCannotUndo(String coding) throws Exception {
        serve("/a", coded(coding, PICTURE));

        assertThat(refusal(fetch("/a"))).contains("content coding");
        assertThat(sink.size()).isZero();
    }

    @Test
    void countsTheBytesBehindAContentCoding() throws Exception {
        serve("/a", coded("gzip", encode("gzip", new byte[100 * MAX_BYTES])));

        assertThat(fetch("/a")).isEqualTo(new FetchResult.Refused(new Rejection.TooLarge(MAX_BYTES)));
        assertThat(sink.size()).isLessThanOrEqualTo(MAX_BYTES);
    }

    @Test
    void mayTryAgainWhenAContentCodingIsDamaged() throws Exception {
        serve("/a", coded("gzip", PICTURE));

        assertThat(fetch("/a"))
                .isInstanceOfSatisfying(
                        FetchResult.Failed.class,
                        failed -> assertThat(failed.reason().message()).contains("coding is damaged"));
    }

    @Test
    void fetchesFromTheGivenPortsOnly() throws Exception {
        serve("/a", bytes(PICTURE));
        serve("/onward", status(302, Map.of("Location", "http://127.0.0.1:22/")));
        var port = server.port();
        try (var fetcher = fetcher(new FetchConfig(false, TIMEOUT, 1, Set.of(80, port)), Resolver.SYSTEM)) {
            assertThat(fetcher.fetch(url("/a"), sink)).isInstanceOf(FetchResult.Fetched.class);
            assertThat(refusal(fetcher.fetch(url("/onward"), sink))).contains("port 22");
            assertThat(refusal(fetcher.fetch("https://127.0.0.1/", sink))).contains("port 443");
        }
    }

    @Test
    void refusesAFileThatIsAnnouncedTooLargeWithoutReadingIt() throws Exception {
        serve("/a", bytes(new byte[MAX_BYTES + 1]));

        assertThat(fetch("/a")).isEqualTo(new FetchResult.Refused(new Rejection.TooLarge(MAX_BYTES)));
        assertThat(sink.size()).isZero();
    }

    @Test
    void stopsReadingAFileWhoseLengthIsNotAnnounced() throws Exception {
        serve("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var block = new byte[400];
            try (var body = exchange.getResponseBody()) {
                while (over.getCount() > 0) {
                    body.write(block);
                }
            }
        });

        assertThat(fetch("/a")).isEqualTo(new FetchResult.Refused(new Rejection.TooLarge(MAX_BYTES)));
        assertThat(sink.size()).isLessThanOrEqualTo(MAX_BYTES);
    }

    @Test
    void takesAFileOfExactlyTheLimit() throws Exception {
        serve("/a", bytes(new byte[MAX_BYTES]));

        assertThat(fetch("/a")).isEqualTo(new FetchResult.Fetched("a", MAX_BYTES));
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        serve("/a", status(204, Map.of()));

        assertThat(fetch("/a")).isEqualTo(new FetchResult.Refused(new Rejection.EmptyFile()));
    }

    @ParameterizedTest
    @ValueSource(ints = {304, 400, 401, 403, 404, 410, 451})
    void refusesWhatTheServerRefuses(int status) throws Exception {
        serve("/a", status(status, Map.of()));

        assertThat(fetch("/a")).isEqualTo(new FetchResult.Refused(new Rejection.UrlStatus(url("/a"), status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void mayTryAgainWhenTheServerIsInTrouble(int status) throws Exception {
        serve("/a", status(status, Map.of("Retry-After", "7")));

        assertThat(fetch("/a"))
                .isEqualTo(new FetchResult.Failed(new Rejection.UrlStatus(url("/a"), status), Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsARedirectAndKeepsTheFirstName(int status) throws Exception {
        serve("/first.png", status(status, Map.of("Location", "/second.png")));
        serve("/second.png", bytes(PICTURE));

        assertThat(fetch("/first.png")).isEqualTo(new FetchResult.Fetched("first.png", PICTURE.length));
    }

    @Test
    void followsFiveRedirectsButNotSix() throws Exception {
        for (int i = 0; i < 6; i++) {
            serve("/hop" + i, status(302, Map.of("Location", "/hop" + (i + 1))));
        }
        serve("/hop6", bytes(PICTURE));

        assertThat(fetch("/hop1")).isInstanceOf(FetchResult.Fetched.class);
        assertThat(refusal(fetch("/hop0"))).contains("more than 5 times");
    }

    @Test
    void leavesARedirectLoop() throws Exception {
        serve("/a", status(302, Map.of("Location", "/a")));

        assertThat(refusal(fetch("/a"))).contains("more than 5 times");
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest/meta-data/, link-local",
        "http://10.0.0.1/, private",
        "http://2852039166/, link-local",
        "http://[::ffff:169.254.169.254]/, link-local",
        "http://[fd00:ec2::254]/, private",
        "ftp://127.0.0.1/a, not http",
        "file:///etc/passwd, not http",
        "http://user:secret@127.0.0.1/, user name",
    })
    void refusesARedirectToWhereItMustNotGo(String location, String why) throws Exception {
        serve("/a", status(302, Map.of("Location", location)));

        assertThat(refusal(fetch("/a"))).contains(why).doesNotContain("secret");
    }

    @Test
    void refusesARedirectToANameThatResolvesToAPrivateAddress() throws Exception {
        serve("/a", status(302, Map.of("Location", "http://intranet.example/")));
        Resolver resolver = _ -> List.of(InetAddress.ofLiteral("192.168.1.1"));

        assertThat(unreachable(fetch(url("/a"), TIMEOUT, resolver)))
                .contains("no public host named intranet.example")
                .doesNotContain("192.168");
    }

    @Test
    void refusesANameOfWhichOnlyOneAddressIsPrivate() throws Exception {
        Resolver resolver = _ -> List.of(LOOPBACK, InetAddress.ofLiteral("10.0.0.1"));

        assertThat(unreachable(fetch("http://both.example/", TIMEOUT, resolver)))
                .contains("no public host named both.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "2130706433", "0x7f.1", "0177.1", "[::1]", "[::ffff:7f00:1]"})
    void refusesThisMachineHoweverItIsWritten(String host) throws Exception {
        serve("/a", bytes(PICTURE));
        var everyPort = new FetchConfig(false, TIMEOUT, 1, Set.of());
        try (var fetcher = UrlFetcher.start(everyPort, MAX_BYTES, CLOCK)) {
            var result = fetcher.fetch("http://" + host + ":" + server.port() + "/a", sink);

            assertThat(refusal(result)).contains("machine itself");
        }
    }

    @Test
    void connectsToTheCheckedAddressEvenIfTheNameServerChangesItsMind() throws Exception {
        serve("/a", bytes(PICTURE));
        var lookups = new ConcurrentLinkedQueue<String>();
        Resolver rebinding = host -> {
            lookups.add(host);
            return List.of(lookups.size() == 1 ? LOOPBACK : InetAddress.ofLiteral("169.254.169.254"));
        };
        var url = "http://rebinding.example:" + server.port() + "/a";

        assertThat(fetch(url, TIMEOUT, rebinding)).isEqualTo(new FetchResult.Fetched("a", PICTURE.length));
        assertThat(lookups).containsExactly("rebinding.example");
    }

    @Test
    void checksTheSameNameAgainAfterARedirect() throws Exception {
        var lookups = new ConcurrentLinkedQueue<String>();
        Resolver rebinding = host -> {
            lookups.add(host);
            return List.of(lookups.size() == 1 ? LOOPBACK : InetAddress.ofLiteral("169.254.169.254"));
        };
        serve("/a", status(302, Map.of("Location", "/b")));
        serve("/b", bytes(PICTURE));
        var url = "http://rebinding.example:" + server.port() + "/a";

        assertThat(unreachable(fetch(url, TIMEOUT, rebinding))).contains("no public host named rebinding.example");
        assertThat(sink.size()).isZero();
    }

    @Test
    void givesUpOnAServerThatDrips() throws Exception {
        serve("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                while (!over.await(20, TimeUnit.MILLISECONDS)) {
                    body.write(1);
                    body.flush();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(fetch(url("/a"), SHORT, Resolver.SYSTEM))
                .isEqualTo(new FetchResult.Failed(new Rejection.UrlTimeout(url("/a"), SHORT), null));
    }

    @Test
    void givesUpOnAServerThatDripsItsHeaders() throws Exception {
        try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
            var _ = threads.submit(() -> {
                try (var client = socket.accept()) {
                    var out = client.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
                    for (int i = 0; !over.await(20, TimeUnit.MILLISECONDS); i++) {
                        out.write(("X-" + i + ": 1\r\n").getBytes(UTF_8));
                        out.flush();
                    }
                }
                return null;
            });
            var url = "http://127.0.0.1:" + socket.getLocalPort() + "/a";

            assertThat(fetch(url, SHORT, Resolver.SYSTEM))
                    .isEqualTo(new FetchResult.Failed(new Rejection.UrlTimeout(url, SHORT), null));
        }
    }

    @Test
    void countsAllRedirectsAgainstOneDeadline() throws Exception {
        serve("/a", exchange -> {
            try {
                over.await(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            status(302, Map.of("Location", "/a")).handle(exchange);
        });

        assertThat(fetch(url("/a"), SHORT, Resolver.SYSTEM))
                .isEqualTo(new FetchResult.Failed(new Rejection.UrlTimeout(url("/a"), SHORT), null));
    }

    @Test
    void givesUpOnANameServerThatDoesNotAnswer() throws Exception {
        Resolver hanging = _ -> {
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return List.of(LOOPBACK);
        };

        assertThat(fetch("http://slow.example/a", SHORT, hanging))
                .isEqualTo(new FetchResult.Failed(new Rejection.UrlTimeout("http://slow.example/a", SHORT), null));
    }

    @Test
    void mayTryAgainWhenTheConnectionIsRefused() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
            port = socket.getLocalPort();
        }
        var url = "http://127.0.0.1:" + port + "/a";

        assertThat(fetch(url, TIMEOUT, Resolver.SYSTEM))
                .isEqualTo(
                        new FetchResult.Failed(new Rejection.UrlUnreachable(url, "the connection was refused"), null));
    }

    @Test
    void mayTryAgainWhenTheConnectionBreaksOff() throws Exception {
        serve("/a", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(new byte[40]);
            exchange.getResponseBody().flush();
            exchange.getHttpContext().getServer().stop(0);
        });

        assertThat(fetch("/a"))
                .isInstanceOfSatisfying(
                        FetchResult.Failed.class,
                        failed -> assertThat(failed.reason().message()).contains("broke off after 40 bytes"));
    }

    @Test
    void refusesAHostThatDoesNotExistButMayAskABusyNameServerAgain() throws Exception {
        Resolver knowsNothing = host -> {
            throw new UnknownHostException(host + ": Name or service not known");
        };
        Resolver busy = host -> {
            throw new UnknownHostException(host + ": Temporary failure in name resolution");
        };
        assertThat(unreachable(fetch("http://no.example/", TIMEOUT, knowsNothing)))
                .contains("no public host named no.example");
        assertThat(fetch("http://no.example/", TIMEOUT, busy)).isInstanceOf(FetchResult.Failed.class);
    }

    @Test
    void neverRepeatsCredentials() throws Exception {
        var result = fetch("http://user:secret@127.0.0.1/a?token=secret");

        assertThat(result.toString())
                .contains("127.0.0.1")
                .doesNotContain("secret")
                .doesNotContain("user:");
    }

    @Test
    void passesOnThatTheSinkFailed() throws Exception {
        serve("/a", bytes(PICTURE));
        var broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("disk full");
            }
        };
        try (var fetcher = fetcher(TIMEOUT, Resolver.SYSTEM)) {
            assertThatThrownBy(() -> fetcher.fetch(url("/a"), broken)).hasMessage("disk full");
        }
    }

    private FetchResult fetch(String pathOrUrl) throws Exception {
        return fetch(pathOrUrl.startsWith("/") ? url(pathOrUrl) : pathOrUrl, TIMEOUT, Resolver.SYSTEM);
    }

    private FetchResult fetch(String url, Duration timeout, Resolver resolver) throws Exception {
        try (var fetcher = fetcher(timeout, resolver)) {
            return fetcher.fetch(url, sink);
        }
    }

    private static UrlFetcher fetcher(Duration timeout, Resolver resolver) {
        return fetcher(new FetchConfig(false, timeout, 1, Set.of()), resolver);
    }

    private static UrlFetcher fetcher(FetchConfig config, Resolver resolver) {
        return new UrlFetcher(config, MAX_BYTES, CLOCK, LOOPBACK_OR_PUBLIC, resolver);
    }

    private String url(String path) {
        return server.url(path);
    }

    private static String refusal(FetchResult result) {
        assertThat(result).isInstanceOf(FetchResult.Refused.class);
        var reason = ((FetchResult.Refused) result).reason();
        assertThat(reason).isInstanceOf(Rejection.UrlRefused.class);
        return reason.message();
    }

    private static String unreachable(FetchResult result) {
        assertThat(result).isInstanceOf(FetchResult.Refused.class);
        var reason = ((FetchResult.Refused) result).reason();
        assertThat(reason).isInstanceOf(Rejection.UrlUnreachable.class);
        return reason.message();
    }

    private static HttpHandler coded(String coding, byte[] content) {
        return exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", coding);
            bytes(content).handle(exchange);
        };
    }

    private static byte[] encode(String coding, byte[] content) throws IOException {
        var encoded = new ByteArrayOutputStream();
        try (var coder = switch (coding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPOutputStream(encoded);
            case "deflate" -> new DeflaterOutputStream(encoded);
            case "raw deflate" -> new DeflaterOutputStream(encoded, new Deflater(9, true));
            default -> encoded;
        }) {
            coder.write(content);
        }
        return encoded.toByteArray();
    }

    private void serve(String path, HttpHandler handler) {
        server.serve(path.replace("%20", " "), handler);
    }

    private static HttpHandler bytes(byte[] content) {
        return exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        };
    }

    private static HttpHandler status(int status, Map<String, String> headers) {
        return (HttpExchange exchange) -> {
            try (exchange) {
                headers.forEach(exchange.getResponseHeaders()::add);
                exchange.sendResponseHeaders(status, -1);
            }
        };
    }
}
