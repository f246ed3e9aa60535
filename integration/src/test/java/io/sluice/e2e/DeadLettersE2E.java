package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.deadletter.DeadLettersCommand;
import io.sluice.standalone.sample.Samples;
import io.sluice.testsupport.CommandRun;
import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
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
    private LoopbackServer origin;

    @BeforeEach
    void start() throws IOException {
        origin = LoopbackServer.start(exchange -> {
            try (exchange) {
                var body = Samples.png().content().toArray();
                exchange.sendResponseHeaders(up.get() ? 200 : 503, up.get() ? body.length : -1);
                if (up.get()) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    void replaysAnUploadWhoseSourceIsAvailableAgain(RunningServer server) throws Exception {
        try (var client = server.signUp("second-chance")) {
            var url = origin.url("/late.png");
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
        var run = CommandRun.of(DeadLettersCommand.commandLine(environment), (Object[]) arguments);
        assertThat(run.status()).as(run.failure()).isZero();
        return run.output();
    }
}
