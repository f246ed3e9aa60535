package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.command.Bytes;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.Credentials;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sluice serve` as a process: its stop, its restart and its lock.
@Order(2)
class ServeE2E {

    /// Quick to start.
    private static final List<String> JVM = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    @TempDir
    private Path data;

    @Test
    void stopsRegularlyAndHasAllDataAfterARestart() throws Exception {
        var content = Bytes.of(UniqueJpegs.of(30_000).next());
        String hash;
        try (var server = ServeProcess.start(data, JVM, Map.of())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Credentials.in(data))))
                    .isEqualTo("rw-------");
            try (var client = new SluiceClient(server.endpoint())) {
                hash = client.upload(new MultipartForm().file("filedata", "kept.jpg", content))
                        .expect(200)
                        .json()
                        .at("/items/0/hash")
                        .asText();
            }
            refusesASecondServerOnTheSameDirectory();
            var began = System.nanoTime();
            // 143 is the exit status after a regular stop by SIGTERM
            assertThat(server.stop()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        }
        try (var server = ServeProcess.start(data, JVM, Map.of());
                var client = new SluiceClient(server.endpoint())) {
            assertThat(client.download(hash, Map.of()).expect(200).body()).isEqualTo(content);
            assertThat(client.list("").expect(200).json().path("total").asInt()).isEqualTo(1);
        }
    }

    /// As docs/operations.md describes it. Groups wait for the sessions of members that have lost their names.
    @Test
    @Tag("long")
    void rebuildsStatesAndIndexesThatWereDeleted() throws Exception {
        var content = Bytes.of(UniqueJpegs.of(3_000).next());
        String hash;
        String operation;
        long revision;
        try (var server = ServeProcess.start(data, JVM, Map.of());
                var client = new SluiceClient(server.endpoint())) {
            var form = new MultipartForm()
                    .file("filedata[0]", "kept.jpg", content)
                    .field("meta_user[0]", "{\"label\":\"summer\"}");
            var answer = client.upload(form).expect(200);
            hash = answer.json().at("/items/0/hash").asText();
            operation = answer.headers().firstValue("Sluice-Operation").orElseThrow();
            var deleted = client.upload(new MultipartForm()
                            .file(
                                    "filedata",
                                    "gone.jpg",
                                    Bytes.of(UniqueJpegs.of(3_000).next())))
                    .expect(200)
                    .json()
                    .at("/items/0/hash")
                    .asText();
            revision = revision(client.send("DELETE", server.endpoint().images("/" + deleted), Map.of())
                    .expect(204));
        }
        for (var folder : List.of("views", "catalog", "work")) {
            assertThat(data.resolve(folder)).isDirectory();
            delete(data.resolve(folder));
        }

        try (var server = ServeProcess.start(data, JVM, Map.of());
                var client = new SluiceClient(server.endpoint())) {
            assertThat(client.list("").expect(200).json().path("total").asInt()).isEqualTo(1);
            assertThat(client.list("?user:str:label=summer")
                            .expect(200)
                            .json()
                            .at("/items/0/hash")
                            .asText())
                    .isEqualTo(hash);
            assertThat(client.download(hash, Map.of()).expect(200).body()).isEqualTo(content);
            assertThat(client.operation("/operations/" + operation)
                            .expect(200)
                            .json()
                            .path("state")
                            .asText())
                    .isEqualTo("succeeded");
            var next = client.upload(new MultipartForm()
                            .file(
                                    "filedata",
                                    "next.jpg",
                                    Bytes.of(UniqueJpegs.of(3_000).next())))
                    .expect(200);
            assertThat(revision(next)).isGreaterThan(revision);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var entries = Files.walk(folder)) {
            for (var entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }

    private static long revision(Answer answer) {
        return Long.parseLong(answer.headers().firstValue("Sluice-Revision").orElseThrow());
    }

    private void refusesASecondServerOnTheSameDirectory() throws Exception {
        var log = data.resolve("serve.log");
        var before = Files.size(log);
        assertThatThrownBy(() -> ServeProcess.start(data, JVM, Map.of())).isInstanceOf(CommandFailure.class);
        assertThat(Files.readString(log).substring((int) before)).contains("is in use by another server");
    }
}
