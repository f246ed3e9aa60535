package io.sluice.lab.storm.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.image.Organization;
import io.sluice.lab.storm.call.LoadBalancer;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.Pictures;
import io.sluice.lab.storm.expected.Tenant;
import io.sluice.lab.storm.fault.Schedule;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests a client against a node with constant responses.
class ClientTest {

    private static final int REQUESTS = 400;

    /// The node is busy at every request with this number.
    private static final int BUSY = 90;

    private static Pictures pictures;

    @TempDir
    private Path directory;

    @BeforeAll
    static void serve() throws IOException {
        pictures = Pictures.serve();
    }

    @AfterAll
    static void close() {
        pictures.close();
    }

    @Test
    void sendsTheSameRequestsForTheSameSeed() throws Exception {
        assertThat(requests(11)).isEqualTo(requests(11)).isNotEqualTo(requests(12));
    }

    @Test
    void sendsEveryKindOfRequest() throws Exception {
        var requests = requests(11);

        assertThat(requests).hasSizeBetween(REQUESTS, REQUESTS + 20);
        assertThat(List.of(
                        "POST /sourceimages/acme 1-\\d+",
                        "POST /sourceimages/acme -",
                        "DELETE /sourceimages/acme/\\w+ .*",
                        "POST /sourceimages/acme/\\w+/restore .*",
                        "PUT /sourceimages/acme/\\w+/name .*\"name-1-\\d+.jpg\"",
                        "PATCH /sourceimages/acme/\\w+/meta/user .*label-1-\\d+.*",
                        "COPY /sourceimages/acme/\\w+ .*",
                        "POST /sourceimages/acme/copy .*",
                        "POST /sourceimages/acme/copy-all 1-\\d+",
                        "GET /sourceimages/acme/\\w+ .*",
                        "GET /sourceimages/acme/\\w+/download .*",
                        "GET /sourceimages/acme\\?limit=20&offset=\\d+ .*",
                        "GET /operations/\\d+ .*",
                        "GET /jobs/\\d+ .*"))
                .allSatisfy(kind -> assertThat(requests).anyMatch(request -> request.matches(kind)));
    }

    private List<String> requests(long seed) throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        try (var web = LoopbackServer.start(exchange -> {
                    try (exchange) {
                        seen.add(text(exchange));
                        answer(exchange, seen.size());
                    }
                });
                var node = new SluiceClient(new Endpoint(web.address(), new Organization("acme"), "key"));
                var history = History.in(directory.resolve("history"))) {
            var random = Schedule.random(seed, 1);
            var tenant = new Tenant(List.of(node), List.of(node));
            new Client(1, tenant, new LoadBalancer(history::contradiction), pictures, history, random)
                    .run(() -> seen.size() >= REQUESTS, Duration.ZERO);
        }
        return seen;
    }

    /// Returns the parts of a request that do not depend on the port; of a form, without its body.
    private static String text(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        var key = headers.getFirst("Idempotency-Key");
        var type = headers.getFirst("Content-Type");
        return String.join(
                        " ",
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        key == null ? "-" : key,
                        type == null ? body : "")
                .strip();
    }

    private static void answer(HttpExchange exchange, int number) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (number % BUSY == 0) {
            exchange.sendResponseHeaders(503, -1);
        } else if (path.endsWith("/copy-all")) {
            accept(exchange, "/jobs/" + number);
        } else if ("respond-async".equals(exchange.getRequestHeaders().getFirst("Prefer"))) {
            accept(exchange, "/operations/" + number);
        } else {
            var body = "{\"state\":\"succeeded\",\"finished\":\"now\"}".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Sluice-Revision", Integer.toString(number));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void accept(HttpExchange exchange, String address) throws IOException {
        exchange.getResponseHeaders().add("Location", address);
        exchange.sendResponseHeaders(202, -1);
    }
}
