package io.sluice.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.sluice.command.Rejection;
import io.sluice.fetch.address.AddressPolicy;
import io.sluice.fetch.address.PublicAddresses;
import io.sluice.fetch.address.Resolver;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UrlPosterTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final byte[] JSON = "{\"a\":1}".getBytes(UTF_8);

    private final CountDownLatch over = new CountDownLatch(1);
    private LoopbackServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = LoopbackServer.start();
    }

    @AfterEach
    void stopServer() {
        over.countDown();
        server.close();
    }

    @Test
    void sendsTheBodyAndTheHeaders() throws Exception {
        var seen = new AtomicReference<String>();
        serve(exchange -> {
            seen.set(exchange.getRequestMethod()
                    + ' '
                    + exchange.getRequestHeaders().getFirst("Content-Type")
                    + ' '
                    + exchange.getRequestHeaders().getFirst("webhook-id")
                    + ' '
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            answer(exchange, 204);
        });

        assertThat(post(AddressPolicy.ANY, Duration.ofSeconds(10))).isEqualTo(new PostResult.Taken(204));
        assertThat(seen.get()).isEqualTo("POST application/json msg-1 {\"a\":1}");
    }

    @Test
    void followsNoRedirect() throws Exception {
        serve(exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
            answer(exchange, 307);
        });

        assertThat(post(AddressPolicy.ANY, Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        PostResult.Failed.class,
                        failed -> assertThat(failed.reason()).isInstanceOf(Rejection.UrlStatus.class));
    }

    @Test
    void tellsHowLongTheServerAsksToWaitButNotThePathOfTheUrl() throws Exception {
        serve(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            answer(exchange, 503);
        });

        var failed = (PostResult.Failed) post(AddressPolicy.ANY, Duration.ofSeconds(10));

        assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failed.reason().message()).contains("503").doesNotContain("token");
    }

    @Test
    void refusesAPrivateAddressWithoutConnecting() throws Exception {
        serve(_ -> {
            throw new AssertionError("it was connected to");
        });

        assertThat(post(new PublicAddresses(), Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        PostResult.Failed.class,
                        failed -> assertThat(failed.reason().message()).contains("no public host"));
    }

    @Test
    void givesAServerThatDoesNotAnswerUp() throws Exception {
        serve(_ -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(post(AddressPolicy.ANY, Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        PostResult.Failed.class,
                        failed -> assertThat(failed.reason()).isInstanceOf(Rejection.UrlTimeout.class));
    }

    @Test
    void readsLittleOfAnAnswerThatNeverEnds() throws Exception {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = new byte[8192];
            try (var body = exchange.getResponseBody()) {
                while (over.getCount() > 0) {
                    body.write(chunk);
                }
            } catch (IOException _) {
                over.countDown(); // the other end has hung up
            }
        });

        assertThat(post(AddressPolicy.ANY, Duration.ofSeconds(10))).isEqualTo(new PostResult.Taken(200));
        over.await();
    }

    private void serve(HttpHandler handler) {
        server.serve("/", handler);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private PostResult post(AddressPolicy policy, Duration timeout) throws InterruptedException {
        Resolver resolver = _ -> List.of(LOOPBACK);
        try (var poster = new UrlPoster(timeout, Clock.systemUTC(), policy, resolver)) {
            var url = "http://hook.example:" + server.port() + "/token";
            return poster.post(url, Map.of("webhook-id", "msg-1"), JSON);
        }
    }
}
