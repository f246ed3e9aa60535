package io.sluice.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.kafka.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {

    private final Readiness readiness = new Readiness().add("workers", () -> true);
    private final StatusServer server =
            StatusServer.start(new StatusConfig("127.0.0.1", 0), readiness, ServiceResources.newMeters());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void isLiveWhileItStarts() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void isReadyWhenItsChecksPass() throws Exception {
        readiness.complete();

        var answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(Json.MAPPER.readTree(answer.body()).at("/checks/workers").asBoolean())
                .isTrue();
    }

    @Test
    void servesMetrics() throws Exception {
        assertThat(get("/metrics").body())
                .contains("jvm_memory_used_bytes", "process_files_open_files", "process_start_time_seconds");
    }

    @Test
    void servesNoOtherPaths() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(uri("/metrics")).DELETE()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void isNotBlockedByUnfinishedRequests() throws Exception {
        var silent = new ArrayList<Socket>();
        try {
            for (var number = 0; number < 100; number++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                silent.add(socket);
                socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: ".getBytes(UTF_8));
            }

            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (var socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void reportsSinceWhenACheckFails() throws Exception {
        var json = Json.MAPPER.readTree(get("/health/ready").body());

        assertThat(json.path("waiting_for").toString()).isEqualTo("[\"starting\"]");
        assertThat(Instant.parse(json.at("/since/starting").asText())).isBefore(Instant.now());
    }

    @Test
    void reportsThatItsPortIsInUse() {
        var taken = new StatusConfig("127.0.0.1", server.port());

        assertThatThrownBy(() -> StatusServer.start(taken, readiness, ServiceResources.newMeters()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("SLUICE_HTTP_PORT");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
