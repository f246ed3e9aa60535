package io.sluice.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.image.BlobKey;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.StoreRefusedException;
import io.sluice.store.StoreUnavailableException;
import io.sluice.store.connection.ObjectStores;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The behavior of the S3 store with a failing server.
class S3RetryTest {

    private static final BlobKey KEY = new BlobKey("blobs/acme/x");

    /// Prepared responses; when there are none left, requests succeed.
    private final Deque<Answer> script = new ConcurrentLinkedDeque<>();

    private final AtomicInteger requests = new AtomicInteger();
    private LoopbackServer server;
    private ObjectStore store;

    private record Answer(int status, String code) {
        String body() {
            return "<Error><Code>" + code + "</Code><Message>says the test</Message></Error>";
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = LoopbackServer.start(this::answer);
        var location = StoreLocation.parse("s3://bucket?endpoint=" + server.address());
        store = ObjectStores.open(new StoreConfig(location, "access", "secret", false), Path.of("unused"));
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            var answer = script.poll();
            if (answer == null) {
                exchange.getResponseHeaders().set("ETag", "\"0123456789abcdef0123456789abcdef\"");
                exchange.sendResponseHeaders(200, -1);
            } else {
                var body = answer.body().getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/xml");
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    /// The answer to the check of a bucket has no body, so a listing finds out the reason.
    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403})
    void namesTheSettingsToCheckWhenTheServerRefusesAccess(int status) {
        script.addAll(List.of(new Answer(status, "Unknown"), new Answer(status, "Unknown")));

        assertThatThrownBy(() -> store.probe())
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("SLUICE_S3_SECRET_KEY");
        assertThat(requests).hasValue(2);
    }

    @Test
    void writesWithOneRequestWhenTheServerIsHealthy() throws Exception {
        write();

        assertThat(requests).hasValue(1);
    }

    @Test
    void writesOnceTheServerHasRecovered() throws Exception {
        script.addAll(List.of(new Answer(503, "SlowDown"), new Answer(500, "InternalError")));

        write();

        assertThat(requests).hasValue(3);
    }

    @Test
    void givesUpWhenTheServerDoesNotRecover() {
        for (var i = 0; i < S3Requests.ATTEMPTS; i++) {
            script.add(new Answer(503, "SlowDown"));
        }

        assertThatThrownBy(this::write).isInstanceOf(StoreUnavailableException.class);
        assertThat(requests).hasValue(S3Requests.ATTEMPTS);
    }

    @Test
    void doesNotRetryForbiddenRequests() {
        script.add(new Answer(403, "AccessDenied"));

        assertThatThrownBy(this::write).isInstanceOf(StoreUnavailableException.class);
        assertThat(requests).hasValue(1);
    }

    @Test
    void doesNotRetryMissingObjects() {
        script.add(new Answer(404, "NoSuchKey"));

        assertThatThrownBy(() -> store.read(KEY)).isInstanceOf(BlobNotFoundException.class);
        assertThat(requests).hasValue(1);
    }

    private void write() throws IOException {
        try (var writer = store.write(KEY)) {
            writer.write(1);
            writer.complete();
        }
    }
}
