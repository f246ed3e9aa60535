package io.sluice.ingest.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.ingest.place.LeastRate;
import io.sluice.ingest.tls.Tls;
import io.sluice.kafka.Json;
import io.sluice.service.Readiness;
import io.sluice.service.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FrontDoorTest {

    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final ListenerConfig LISTENER = new ListenerConfig("127.0.0.1", 0, Duration.ofSeconds(20), null);
    private static final DoorConfig CONFIG = new DoorConfig(LISTENER, PATIENCE, LeastRate.DEFAULT, Set.of());

    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final Readiness readiness = new Readiness().add("view", ready::get);
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private FrontDoor door = FrontDoor.open(CONFIG, readiness, meters, HandlerThreads.platform(8), Tls.INTERVAL);

    /// What a handler does, on a thread that it may block.
    @FunctionalInterface
    private interface Handling {
        void handle(Request request, Response response) throws Exception;
    }

    @AfterEach
    void close() {
        end.countDown();
        client.close();
        door.close();
    }

    @Test
    void answersHealthAndRefusesAllElseUntilTheApiIsAttached() throws Exception {
        var before = Instant.now().minusSeconds(60);

        var live = get("/health/live");
        var notReady = get("/health/ready");
        var refused = get("/sourceimages/acme");

        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(notReady.statusCode()).isEqualTo(503);
        assertThat(json(notReady).path("waiting_for").toString()).isEqualTo("[\"starting\"]");
        assertThat(Instant.parse(json(notReady).at("/since/starting").asText())).isAfter(before);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(json(refused).path("reason").asText()).isEqualTo("unavailable");
        assertThat(meters.scrape()).contains("sluice_http_errors_total{reason=\"unavailable\"} 1");
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 200", "POST, 405", "DELETE, 405"})
    void answersHealthToGetAndHeadAlone(String method, int status) throws Exception {
        var answer = send(request("/health/live").method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
        assertThat(answer.body().isEmpty()).isEqualTo(method.equals("HEAD"));
    }

    @Test
    void letsAClientWithALargeBodySeeThatItIsRefused() throws Exception {
        var answer = send(request("/").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[20_000_000])));

        assertThat(answer.statusCode()).isEqualTo(503);
    }

    @Test
    void answersWhileTheThreadsOfHandlersStandStill() throws Exception {
        var executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        executor.execute(this::awaitEnd);
        reopen(new HandlerThreads(executor));
        attach((_, response) -> write(response, true, "served"));

        var stuck = client.sendAsync(request("/").build(), HttpResponse.BodyHandlers.ofString());
        var health = get("/health/ready");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(stuck.isDone()).isFalse();
        var answer = stuck.get(10, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(json(answer).path("reason").asText()).isEqualTo("unavailable");
    }

    @Test
    void answersWhileAllCarriersOfVirtualThreadsAreBusy() throws Exception {
        reopen(HandlerThreads.virtual());
        attach((_, response) -> write(response, true, "served"));
        assertThat(get("/").body()).isEqualTo("served");
        var spinning = new AtomicBoolean(true);
        try {
            // virtual threads are not preempted: each of these keeps its carrier
            for (var carrier = 0; carrier < carriers(); carrier++) {
                var begun = new CountDownLatch(1);
                Thread.ofVirtual().start(() -> {
                    begun.countDown();
                    while (spinning.get()) {
                        Thread.onSpinWait();
                    }
                });
                assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(Thread.ofVirtual().start(() -> {}).join(Duration.ofMillis(100)))
                    .isFalse();

            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(get("/").statusCode()).isEqualTo(503);
        } finally {
            spinning.set(false);
        }
        assertThat(get("/").body()).isEqualTo("served");
    }

    @Test
    void answersHealthWhileACheckHangs() throws Exception {
        readiness.add("hanging", () -> {
            awaitEnd();
            return true;
        });

        var answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).path("waiting_for").toString()).contains("hanging");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotCutAnUploadThatIsSlowButAdvances() throws Exception {
        attach((request, response) ->
                write(response, true, "read " + body(request).readAllBytes().length));

        try (var socket = connect()) {
            socket.getOutputStream().write(text("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\n"));
            for (var sent = 0; sent < 12; sent++) {
                TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis() / 4); // the pace of the client
                socket.getOutputStream().write('x');
            }

            assertThat(read(socket, "read 12")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void doesNotCutADownloadThatIsSlowButAdvances() throws Exception {
        attach((_, response) -> {
            for (var sent = 0; sent < 12; sent++) {
                TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis() / 4); // the pace of the store
                write(response, false, "x");
            }
            write(response, true, "end");
        });

        assertThat(get("/").body()).isEqualTo("x".repeat(12) + "end");
    }

    @Test
    void breaksOffAnAnswerThatItsClientReadsTooSlowly() throws Exception {
        var config = new DoorConfig(
                LISTENER, Duration.ofMinutes(1), new LeastRate(1_000_000, Duration.ofSeconds(1)), Set.of());
        reopen(config, HandlerThreads.platform(8));
        var cutOff = new CompletableFuture<Long>();
        attach((_, response) -> {
            var sent = 0L;
            try {
                for (var piece = "x".repeat(32 * 1024); true; sent += piece.length()) {
                    write(response, false, piece);
                }
            } catch (IOException e) {
                cutOff.complete(sent);
                throw e;
            }
        });

        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()));
            socket.getOutputStream().write(text("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
            // reads now and then, so that the connection is never silent
            while (!cutOff.isDone() && hasMore(socket)) {
                TimeUnit.MILLISECONDS.sleep(50); // the pace of the client
            }
        }

        assertThat(cutOff.get(10, TimeUnit.SECONDS)).isPositive();
        // counted after the handler has noticed it
        await().untilAsserted(() ->
                assertThat(meters.scrape()).contains("sluice_http_errors_total{reason=\"answer-too-slow\"} 1"));
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void sendsNothingThatAHandlerWritesTooLate() throws Exception {
        var late = new CompletableFuture<Boolean>();
        attach((_, response) -> {
            response.getHeaders().put("X-Of-The-Handler", "1");
            awaitEnd();
            try {
                write(response, true, "too late");
                late.complete(true);
            } catch (IOException e) {
                late.complete(false);
            }
        });

        try (var socket = connect()) {
            socket.getOutputStream().write(text("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
            var answer = read(socket, "}}");
            end.countDown();
            assertThat(late.get(10, TimeUnit.SECONDS)).isFalse();
            var rest = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 503").contains("Retry-After: 1", "Connection: close");
            assertThat(answer).doesNotContain("X-Of-The-Handler", "too late");
            assertThat(rest).isEmpty();
        }
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void wakesAHandlerThatWaitsForTheRestOfABody() throws Exception {
        var woken = new CompletableFuture<Throwable>();
        attach((request, _) -> {
            try {
                body(request).readAllBytes();
            } catch (IOException e) {
                woken.complete(e);
                throw e;
            }
        });

        try (var socket = connect()) {
            socket.getOutputStream().write(text("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\nx"));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 503");
            assertThat(woken.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void breaksOffAnAnswerThatNoLongerAdvances() throws Exception {
        attach((_, response) -> {
            response.getHeaders().put("Content-Length", 100);
            write(response, false, "begun");
            awaitEnd();
        });

        try (var socket = connect()) {
            socket.getOutputStream().write(text("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("begun");
        }
    }

    @Test
    void servesManyRequestsOnOneConnection() throws Exception {
        attach((request, response) ->
                write(response, true, "served " + request.getHttpURI().getPath()));

        try (var socket = connect()) {
            for (var number = 0; number < 50; number++) {
                socket.getOutputStream().write(text("GET /" + number + " HTTP/1.1\r\nHost: x\r\n\r\n"));
                assertThat(read(socket, "served /" + number)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void answersRequestsForWhichThereIsNoThread() throws Exception {
        reopen(HandlerThreads.platform(1));
        var handling = new CountDownLatch(1);
        attach((_, response) -> {
            handling.countDown();
            awaitEnd();
            write(response, true, "served");
        });
        var first = client.sendAsync(request("/").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(handling.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(get("/").statusCode()).isEqualTo(503);

        end.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).body()).isEqualTo("served");
    }

    @Test
    void turnsAFailureOfAHandlerIntoAnError() throws Exception {
        attach((_, _) -> {
            throw new IllegalStateException("failed");
        });

        var answer = get("/");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(json(answer).path("reason").asText()).isEqualTo("internal-error");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersARequestUnderWayBeforeTheApiIsDetached(boolean inTime) throws Exception {
        var handling = new CountDownLatch(1);
        attach((_, response) -> {
            handling.countDown();
            if (inTime) {
                write(response, true, "served");
            } else {
                awaitEnd();
            }
        });
        var answer = client.sendAsync(request("/").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(handling.await(10, TimeUnit.SECONDS)).isTrue();

        door.detach();

        assertThat(answer.get(1, TimeUnit.SECONDS).statusCode()).isEqualTo(inTime ? 200 : 503);
        assertThat(get("/").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void saysThatItsPortIsTaken() {
        var taken = new DoorConfig(
                new ListenerConfig("127.0.0.1", door.port(), Duration.ofSeconds(1), null),
                PATIENCE,
                LeastRate.DEFAULT,
                Set.of());

        assertThatThrownBy(() -> FrontDoor.open(taken, readiness, meters, HandlerThreads.platform(1), Tls.INTERVAL))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + door.port())
                .hasMessageContaining("SLUICE_HTTP_PORT");
    }

    private void reopen(HandlerThreads threads) {
        reopen(CONFIG, threads);
    }

    private void reopen(DoorConfig config, HandlerThreads threads) {
        door.close();
        door = FrontDoor.open(config, readiness, meters, threads, Tls.INTERVAL);
    }

    private void attach(Handling handling) {
        readiness.complete();
        door.attach(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                handling.handle(request, response);
                callback.succeeded();
                return true;
            }
        });
    }

    private static void write(Response response, boolean last, String text) throws IOException {
        try (var written = Blocker.callback()) {
            response.write(last, ByteBuffer.wrap(text(text)), written);
            written.block();
        }
    }

    private static InputStream body(Request request) {
        return Content.Source.asInputStream(request);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static int carriers() {
        return Integer.getInteger(
                "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// Reads up to and including `last`, or to the end.
    private static String read(Socket socket, String last) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith(last)) {
            var next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /// Reads a little.
    private static boolean hasMore(Socket socket) {
        try {
            return socket.getInputStream().readNBytes(1_000).length > 0;
        } catch (IOException _) {
            return false; // reset by the server
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
