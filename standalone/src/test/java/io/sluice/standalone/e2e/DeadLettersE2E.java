package io.sluice.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.deadletter.DeadLettersCommand;
import io.sluice.standalone.sample.Samples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `sluice dead-letters` against a running server.
@ExtendWith(RunningServer.Shared.class)
class DeadLettersE2E {

    private final AtomicBoolean up = new AtomicBoolean();
    private HttpServer origin;

    @BeforeEach
    void start() throws IOException {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            try (exchange) {
                var body = Samples.png().content().toArray();
                exchange.sendResponseHeaders(up.get() ? 200 : 503, up.get() ? body.length : -1);
                if (up.get()) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        origin.start();
    }

    @AfterEach
    void stop() {
        origin.stop(0);
    }

    @Test
    void triesAnUploadAgainWhoseSourceHasComeBack(RunningServer server) throws Exception {
        try (var client = server.signUp("second-chance")) {
            var url = "http://127.0.0.1:" + origin.getAddress().getPort() + "/late.png";
            var answer = client.upload(new MultipartForm().field("url[0]", url));
            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            var id = idOf(run(server, "list")
                    .lines()
                    .filter(line -> line.contains("sluice.uploads"))
                    .reduce((_, last) -> last)
                    .orElseThrow());
            assertThat(run(server, "show", id))
                    .contains(url, "\"attempts\" : 3", "\"first\"", "\"last\"", "\"headers\"");
            up.set(true);

            assertThat(run(server, "replay", id, id)).contains("1 replayed");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(total(client)).isEqualTo(1));
            assertThat(run(server, "replay", id)).contains("1 replayed");

            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(total(client)).isEqualTo(1));
        }
    }

    private static int total(SluiceClient client) throws Exception {
        return client.list("").expect(200).json().path("total").asInt();
    }

    private static String idOf(String line) {
        return line.strip().split(" ", 2)[0];
    }

    private static String run(RunningServer server, String... arguments) {
        var environment =
                Map.of("SLUICE_KAFKA_BOOTSTRAP_SERVERS", server.kafka().config().bootstrapServers());
        var out = new StringWriter();
        var exit = DeadLettersCommand.commandLine(environment)
                .setOut(new PrintWriter(out))
                .execute(arguments);
        assertThat(exit).isZero();
        return out.toString();
    }
}
