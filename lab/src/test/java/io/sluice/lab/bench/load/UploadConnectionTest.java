package io.sluice.lab.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.image.Organization;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.UnexpectedAnswerException;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests the client of the benchmark against the JDK's server.
class UploadConnectionTest {

    private static final byte[] IMAGE = "pixels\r\n--".getBytes(UTF_8);

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private volatile int status = 200;

    /// The length for [HttpExchange#sendResponseHeaders]; 0 for chunks.
    private volatile long length;

    private LoopbackServer server;
    private Endpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        server = LoopbackServer.start().serve("/sourceimages/acme", this::answer);
        endpoint = new Endpoint(server.address(), new Organization("acme"), "a-key");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        clients.add(exchange.getRemoteAddress());
        bodies.add(exchange.getRequestHeaders().getFirst("Api-Key")
                + ' '
                + new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
        exchange.sendResponseHeaders(status, length);
        try (var body = exchange.getResponseBody()) {
            body.write("{\"total\":1}".getBytes(UTF_8));
        }
    }

    @Test
    void sendsAFormWithTheImageAndUsesItsConnectionAgain() throws IOException {
        try (var connection = UploadConnection.open(endpoint)) {
            connection.call(IMAGE); // answered in chunks
            length = "{\"total\":1}".length();
            connection.call(IMAGE);
            connection.call(IMAGE);
        }

        assertThat(bodies)
                .hasSize(3)
                .allSatisfy(body -> assertThat(body)
                        .startsWith("a-key --sluice-bench")
                        .contains(
                                "name=\"filedata[0]\"; filename=\"bench.jpg\"",
                                "\r\n\r\npixels\r\n--\r\n--sluice-bench")
                        .endsWith("--\r\n"));
        assertThat(clients).hasSize(1);
    }

    @Test
    void uploadsToAnotherOrganizationOverTheSameConnection() throws IOException {
        server.serve("/sourceimages/other", this::answer);
        try (var connection = UploadConnection.open(endpoint)) {
            connection.call(IMAGE);
            connection.upload(new Endpoint(server.address(), new Organization("other"), "another-key"), IMAGE);
        }

        assertThat(bodies.getFirst()).startsWith("a-key --sluice-bench");
        assertThat(bodies.getLast()).startsWith("another-key --sluice-bench");
        assertThat(clients).hasSize(1);
    }

    @Test
    void failsWhenTheServerRefusesTheImage() throws IOException {
        status = 503;
        try (var connection = UploadConnection.open(endpoint)) {
            assertThatThrownBy(() -> connection.call(IMAGE))
                    .isInstanceOf(UnexpectedAnswerException.class)
                    .hasMessageContaining("503");
        }
    }
}
