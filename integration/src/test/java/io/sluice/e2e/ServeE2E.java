package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.command.Bytes;
import io.sluice.standalone.client.Credentials;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.testsupport.UniqueJpegs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
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

    private void refusesASecondServerOnTheSameDirectory() throws Exception {
        var log = data.resolve("serve.log");
        var before = Files.size(log);
        assertThatThrownBy(() -> ServeProcess.start(data, JVM, Map.of())).isInstanceOf(CommandFailure.class);
        assertThat(Files.readString(log).substring((int) before)).contains("is in use by another server");
    }
}
