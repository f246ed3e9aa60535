package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.Main;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.ChildJvm;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.testsupport.CommandRun;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `sluice ingest` that is interrupted, whose server is killed, and whose server is replaced by an empty one.
@Order(2)
@ExtendWith(RunningServer.Shared.class)
class IngestE2E {

    private static final int FILES = 120;
    private static final List<String> JVM = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    private final UniqueJpegs images = UniqueJpegs.of(3_000);

    @BeforeEach
    void createFiles() throws IOException {
        Files.createDirectories(photos());
        for (var i = 0; i < FILES; i++) {
            Files.write(photos().resolve(i + ".jpg"), images.next());
        }
    }

    @Test
    void explainsAnInterruptionAndResumes(RunningServer server) throws Exception {
        try (var client = server.signUp("ingest-interrupted")) {
            var process = ChildJvm.of(
                            "io.sluice.standalone.Main", JVM, arguments(client.endpoint(), "--concurrency", "1"))
                    .redirectErrorStream(true)
                    .start();
            try {
                await().atMost(PATIENCE).until(() -> results() >= 5);
            } finally {
                // which, unlike that of the process, leaves its output readable
                process.toHandle().destroy();
            }
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);

            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(output)
                    .contains(
                            "Interrupted.", "The same command resumes.", "report: " + directory.resolve("report.csv"));
            var before = results();
            assertThat(before).isLessThan(FILES);
            assertThat(reportedHashes()).hasSizeBetween(5, before);

            var resumed = run(client.endpoint());

            assertThat(resumed.path("uploaded").asInt()
                            + resumed.path("existing").asInt())
                    .isEqualTo(FILES - resumed.path("unchanged").asInt());
            assertThat(resumed.path("unchanged").asInt()).isEqualTo(before);
            assertThat(reportedHashes()).as("hashes of all runs").hasSize(FILES);
            assertThat(BulkJobs.total(client)).isEqualTo(FILES);
        }
    }

    @Test
    void waitsForAServerThatWasKilledAndRechecksAnEmptyOne() throws Exception {
        var settings = Map.of("SLUICE_HTTP_PORT", Integer.toString(freePort()));
        Endpoint first;
        try (var killed = ServeProcess.start(directory.resolve("data"), JVM, settings)) {
            first = killed.endpoint();
            var run = CompletableFuture.supplyAsync(() -> runUnchecked(killed.endpoint(), "--concurrency", "2"));
            await().atMost(PATIENCE).until(() -> results() >= 5);

            killed.kill();
            assertThat(results()).isLessThan(FILES);

            try (var restarted = ServeProcess.start(directory.resolve("data"), JVM, settings);
                    var client = new SluiceClient(restarted.endpoint())) {
                var summary = run.join();
                assertThat(summary.path("failed").asInt()).isZero();
                assertThat(summary.path("uploaded").asInt()).isEqualTo(FILES);
                assertThat(BulkJobs.total(client)).isEqualTo(FILES);
            }
        }
        try (var empty = ServeProcess.start(directory.resolve("other"), JVM, settings);
                var client = new SluiceClient(empty.endpoint())) {
            assertThat(empty.endpoint().base()).isEqualTo(first.base());
            var trusting = CommandRun.of(Main.commandLine(Map.of()), (Object[]) arguments(empty.endpoint()));
            assertThat(trusting.failure()).contains("are no longer on the server; --recheck uploads");
            assertThat(BulkJobs.total(client)).isZero();

            assertThat(run(empty.endpoint(), "--recheck").path("uploaded").asInt())
                    .isEqualTo(FILES);
            assertThat(BulkJobs.total(client)).isEqualTo(FILES);
            assertThat(run(empty.endpoint(), "--recheck").path("unchanged").asInt())
                    .isEqualTo(FILES);
        }
    }

    private Path photos() {
        return directory.resolve("photos");
    }

    /// Returns the number of results in the checkpoint so far.
    private int results() throws IOException {
        var file = directory.resolve("checkpoint");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private List<String> reportedHashes() throws IOException {
        return Files.readAllLines(directory.resolve("report.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1)[2])
                .filter(hash -> hash.length() == 40)
                .distinct()
                .toList();
    }

    private JsonNode runUnchecked(Endpoint endpoint, String... options) {
        try {
            return run(endpoint, options);
        } catch (IOException e) {
            throw new IllegalStateException("the output is JSON", e);
        }
    }

    private JsonNode run(Endpoint endpoint, String... options) throws IOException {
        var run = CommandRun.of(Main.commandLine(Map.of()), (Object[]) arguments(endpoint, options));
        assertThat(run.status()).as(run.failure()).isZero();
        return Json.MAPPER.readTree(run.output());
    }

    private String[] arguments(Endpoint endpoint, String... options) {
        var all = new ArrayList<>(List.of(
                "ingest",
                photos().toString(),
                "--url",
                endpoint.base().toString(),
                "--org",
                endpoint.organization().name(),
                "--key",
                endpoint.apiKey(),
                "--checkpoint",
                directory.resolve("checkpoint").toString(),
                "--report",
                directory.resolve("report.csv").toString(),
                "--json"));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
