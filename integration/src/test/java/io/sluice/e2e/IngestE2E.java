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
import io.sluice.testsupport.CommandRun;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `sluice ingest` that is interrupted, and whose images the server has lost since.
@ExtendWith(RunningServer.Shared.class)
class IngestE2E {

    private static final int FILES = 60;
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
    void uploadsAgainWhatTheServerNoLongerHas(RunningServer server) throws Exception {
        try (var client = server.signUp("ingest-recheck")) {
            assertThat(run(client.endpoint()).path("uploaded").asInt()).isEqualTo(FILES);
            deleteAll(client);

            var trusting = CommandRun.of(Main.commandLine(Map.of()), (Object[]) arguments(client.endpoint()));
            assertThat(trusting.failure()).contains("are no longer on the server; --recheck uploads");
            assertThat(BulkJobs.total(client)).isZero();

            assertThat(run(client.endpoint(), "--recheck").path("unchanged").asInt())
                    .isZero();
            assertThat(BulkJobs.total(client)).isEqualTo(FILES);
            assertThat(run(client.endpoint(), "--recheck").path("unchanged").asInt())
                    .isEqualTo(FILES);
        }
    }

    private static void deleteAll(SluiceClient client) throws Exception {
        var route = "/delete-all?confirm=" + client.endpoint().organization();
        var started =
                client.send("POST", client.endpoint().images(route), Map.of()).expect(202);
        assertThat(BulkJobs.end(client, started.acceptedId()).path("deleted").asInt())
                .isEqualTo(FILES);
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
}
