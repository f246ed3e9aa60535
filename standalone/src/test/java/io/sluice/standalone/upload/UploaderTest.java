package io.sluice.standalone.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.image.Organization;
import io.sluice.queue.RetryPolicy;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Uploads to a server that is busy or away at first.
class UploaderTest {

    private static final Item ITEM = new Item.Url("https://example.com/a.jpg", ItemDetails.NONE);
    private static final String STORED = "{\"total\":1,\"items\":[{\"hash\":\"abc\",\"binary_hash\":\"def\"}]}";
    private static final Result UPLOADED = new Result.Uploaded("abc", "def");
    private static final RetryPolicy RETRIES = new RetryPolicy(3, Duration.ofMillis(1), 2, Duration.ofMinutes(1));
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final AtomicInteger probes = new AtomicInteger();

    @Test
    void waitsAsLongAsTheServerAsksAndSendsTheSameIdempotencyKey() throws Exception {
        var began = System.nanoTime();

        assertThat(upload(429, 1, LONG)).isEqualTo(UPLOADED);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(keys).hasSize(2).containsOnly(keys.getFirst());
    }

    @Test
    void givesUpWhenTheServerIsBusyForTooLong() throws Exception {
        assertThat(upload(429, Integer.MAX_VALUE, Duration.ofMillis(1)))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.message()).contains("429").endsWith("attempts)"));
    }

    @Test
    void waitsWhileTheServerIsAwayHoweverOftenItFails() throws Exception {
        assertThat(upload(503, 5, LONG)).isEqualTo(UPLOADED);

        assertThat(keys).hasSizeGreaterThan(1).containsOnly(keys.getFirst());
        assertThat(notices).hasSize(2);
        assertThat(notices.getFirst()).contains("does not respond; waiting for it, at most 60.0 s");
        assertThat(notices.getLast()).contains("responds again after");
    }

    @Test
    void reportsTheLastFailureOfAServerThatIsThere() throws Exception {
        // ready, but this upload fails
        probes.set(Integer.MAX_VALUE / 2);

        assertThat(upload(503, 9, LONG))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.message()).endsWith("(3 attempts)"));

        assertThat(keys).hasSize(3);
    }

    @Test
    void abortsTheRunWhenTheServerIsAwayForTooLong() {
        assertThatThrownBy(() -> upload(503, Integer.MAX_VALUE, Duration.ofMillis(1)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("the same command resumes");
    }

    /// Uploads one item to a server that answers the first requests of each kind with an error.
    private Result upload(int status, int errors, Duration limit) throws Exception {
        try (var server = LoopbackServer.start(exchange -> answer(exchange, status, errors));
                var client = new SluiceClient(new Endpoint(server.address(), new Organization("acme"), "key"))) {
            return new Uploader(client, new ServerPause(client, limit, notices::add), RETRIES, true).upload(ITEM);
        }
    }

    private void answer(HttpExchange exchange, int status, int errors) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals("/health/ready")) {
                exchange.sendResponseHeaders(status == 503 && probes.incrementAndGet() < errors ? 503 : 200, -1);
                return;
            }
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            if (keys.size() <= errors && (probes.get() < errors || probes.get() > Integer.MAX_VALUE / 4)) {
                exchange.getResponseHeaders().add("Retry-After", status == 429 ? "1" : "0");
                exchange.sendResponseHeaders(status, -1);
            } else {
                var body = STORED.getBytes(UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }
}
