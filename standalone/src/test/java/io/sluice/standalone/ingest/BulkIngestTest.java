package io.sluice.standalone.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.upload.FormServer;
import io.sluice.standalone.upload.FormServer.Fault;
import io.sluice.standalone.upload.ItemDetails;
import io.sluice.standalone.upload.ServerPause;
import io.sluice.standalone.upload.Uploader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs of the bulk ingest against a fake server.
class BulkIngestTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    private Path photos = Path.of("");

    @BeforeEach
    void createDirectory() throws IOException {
        photos = Files.createDirectory(directory.resolve("photos"));
    }

    @Test
    void uploadsSmallFilesTogether() throws Exception {
        for (var number = 0; number < 35; number++) {
            // some have the same bytes
            write(number + ".jpg", "image " + number / 2);
        }
        try (var server = FormServer.start()) {
            assertThat(ingest(server)).isEqualTo("35 uploaded, 0 existing, 0 unchanged, 0 skipped, 0 failed");

            assertThat(server.forms()).extracting(form -> form.files().size()).containsExactlyInAnyOrder(16, 16, 3);
        }
        for (var number = 0; number < 35; number++) {
            assertThat(result(number + ".jpg"))
                    .as("result of " + number)
                    .containsExactly(
                            "uploaded", FormServer.stored("image " + number / 2).hash());
        }
    }

    @Test
    void uploadsLargeAndEmptyFilesAlone() throws Exception {
        write("a.jpg", "a");
        write("b.jpg", "b");
        write("empty.jpg", "");
        write("large.jpg", "x".repeat(60 * 1024 + 1));
        try (var server = FormServer.start()) {
            assertThat(ingest(server)).isEqualTo("3 uploaded, 0 existing, 0 unchanged, 0 skipped, 1 failed");

            assertThat(server.forms())
                    .extracting(
                            form -> List.copyOf(form.names()).stream().sorted().toList())
                    .containsExactlyInAnyOrder(List.of("a.jpg", "b.jpg"), List.of("empty.jpg"), List.of("large.jpg"));
        }
        assertThat(result("empty.jpg")).containsExactly("failed", "empty-file");
    }

    @Test
    void failsOnlyTheBadFileOfAForm() throws Exception {
        write("a.jpg", "a");
        write("b.bmp", "bad");
        write("c.jpg", "c");
        try (var server = FormServer.start()) {
            assertThat(ingest(server)).isEqualTo("2 uploaded, 0 existing, 0 unchanged, 0 skipped, 1 failed");

            assertThat(server.forms()).hasSize(2);
            assertThat(server.forms().getLast().names()).containsExactly("b.bmp");
        }
        assertThat(result("a.jpg"))
                .containsExactly("uploaded", FormServer.stored("a").hash());
        assertThat(result("b.bmp")).containsExactly("failed", "unsupported-format");
        assertThat(result("c.jpg"))
                .containsExactly("uploaded", FormServer.stored("c").hash());
    }

    @Test
    void uploadsFilesOfARefusedFormAlone() throws Exception {
        write("a.jpg", "a");
        write("b.jpg", "b");
        try (var server = FormServer.start(new Fault.Status(413))) {
            assertThat(ingest(server)).isEqualTo("2 uploaded, 0 existing, 0 unchanged, 0 skipped, 0 failed");

            assertThat(server.forms()).extracting(form -> form.files().size()).containsExactly(2, 1, 1);
        }
    }

    @Test
    void sendsNothingOfAnUnchangedDirectory() throws Exception {
        write("a.jpg", "a");
        write("b.jpg", "b");
        try (var server = FormServer.start()) {
            ingest(server);

            assertThat(ingest(server)).isEqualTo("0 uploaded, 0 existing, 2 unchanged, 0 skipped, 0 failed");
            assertThat(server.forms()).hasSize(1);
        }
    }

    @Test
    void reportsUnreadableFiles() throws Exception {
        write("a.jpg", "a");
        Files.setPosixFilePermissions(photos.resolve("a.jpg"), PosixFilePermissions.fromString("-w-------"));
        Assumptions.assumeFalse(Files.isReadable(photos.resolve("a.jpg")), "the administrator reads everything");
        try (var server = FormServer.start()) {
            assertThat(ingest(server)).endsWith("1 failed");
        }
        assertThat(result("a.jpg")).containsExactly("failed", "unreadable");
    }

    private String ingest(FormServer server) throws Exception {
        var items = new Items(List.of(photos.toString()), ItemDetails.NONE, null, InputStream.nullInputStream());
        var tally = new Tally();
        try (var client = new SluiceClient(server.endpoint());
                var checkpoint = Checkpoint.open(checkpoint());
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var count = new Count(items, Progress.NONE)) {
            var uploader = new Uploader(client, new ServerPause(client, Duration.ofMinutes(1), _ -> {}), true);
            var counts = new Counts(tally, Progress.NONE, count);
            var run = new BulkIngest(new Existing(client), uploader, checkpoint, counts, threads, 2);
            items.visit(run);
            run.complete();
        }
        return tally.sentence().replaceFirst(".*: ", "");
    }

    /// Returns the result of a file, and its hash or the reason of its failure.
    private List<String> result(String name) throws IOException {
        JsonNode last = Json.MAPPER.nullNode();
        for (var line : Files.readAllLines(checkpoint())) {
            var json = Json.MAPPER.readTree(line);
            if (json.path("item").asText().equals(photos.resolve(name).toString())) {
                last = json;
            }
        }
        var result = last.path("result").asText();
        return List.of(
                result, last.path(result.equals("failed") ? "reason" : "hash").asText());
    }

    private Path checkpoint() {
        return directory.resolve("checkpoint");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(photos.resolve(name), content, UTF_8);
    }
}
