package io.sluice.standalone.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.image.Organization;
import io.sluice.queue.RetryPolicy;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Retries of the command `ingest` against a server that is busy at first.
class UploaderTest {

    private static final Item ITEM = new Item.Url("https://example.com/a.jpg");
    private static final String STORED = "{\"total\":1,\"items\":[{\"hash\":\"abc\"}]}";

    private final List<String> keys = new CopyOnWriteArrayList<>();

    @Test
    void waitsAsLongAsTheServerAsksAndSendsTheSameIdempotencyKey() throws Exception {
        var began = System.nanoTime();

        assertThat(upload(1, new RetryPolicy(3, Duration.ofMillis(1), 2, Duration.ofMinutes(1))))
                .isEqualTo(new Result.Uploaded("abc"));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(keys).hasSize(2).containsOnly(keys.getFirst());
    }

    @Test
    void reportsTheLastFailureWithTheNumberOfAttempts() throws Exception {
        assertThat(upload(9, new RetryPolicy(3, Duration.ofMillis(1), 2, Duration.ofMillis(2))))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.message()).endsWith("(3 attempts)"));

        assertThat(keys).hasSize(3);
    }

    /// Uploads one item to a server whose first `busy` answers are 429.
    private Result upload(int busy, RetryPolicy retries) throws Exception {
        try (var server = LoopbackServer.start(exchange -> answer(exchange, busy));
                var client = new SluiceClient(new Endpoint(server.address(), new Organization("acme"), "key"))) {
            return new Uploader(client, retries, null).upload(ITEM);
        }
    }

    private void answer(HttpExchange exchange, int busy) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            if (keys.size() <= busy) {
                exchange.getResponseHeaders().add("Retry-After", "1");
                exchange.sendResponseHeaders(429, -1);
            } else {
                var body = STORED.getBytes(UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }
}
