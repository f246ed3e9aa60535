package io.sluice.watch.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.watch.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the memory watch of a process does that runs out of memory.
@Timeout(180)
class MemoryWatchIT {

    @TempDir
    private Path directory;

    @Test
    void logsWhatFillsTheHeapBeforeTheProcessEnds() throws Exception {
        try (var process = start("heap", "-Xmx64m", "-Xmn16m", "-XX:+ExitOnOutOfMemoryError")) {
            process.awaitLine("nearly full");
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(process.log()).contains("heap nearly full"));
            assertThat(process.isAlive()).isTrue();

            process.send("go on\n");

            assertThat(process.awaitEnd()).isEqualTo(3);
            assertThat(process.log()).contains("#instances", "[B (java.base");
        }
    }

    @Test
    void endsAProcessThatIsOutOfDirectMemory() throws Exception {
        try (var process = start("direct", "-XX:MaxDirectMemorySize=8m", "-XX:+ExitOnOutOfMemoryError")) {
            assertThat(process.awaitEnd()).isEqualTo(3);

            assertThat(process.log()).contains("process out of memory, halted", "direct buffer memory");
        }
    }

    private ChildProcess start(String what, String... options) throws Exception {
        return ChildProcess.start(directory, MemoryWatchMain.class, List.of(options), Map.of(), what);
    }
}
