package io.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Tests the watchdog of a process, with limits of a second.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class WatchdogIT {

    @TempDir
    private Path directory;

    @Test
    void endsAProcessWhoseVirtualThreadsHang() throws Exception {
        try (var process = start("no-carrier")) {
            var port = process.awaitLine("port ");

            assertThat(health(port)).isEqualTo(200);
            assertThat(process.awaitEnd()).isEqualTo(3);

            assertThat(process.log())
                    .contains("hang detected", "process halted, a part of it hung")
                    .contains("what=\"virtual threads\"", "\"sluice-watchdog\" #", "thread dump written");
            try (var dumps = Files.list(directory)) {
                var dump = dumps.filter(file -> file.getFileName().toString().startsWith("threads-"))
                        .findFirst()
                        .orElseThrow();
                assertThat(dump).content().contains("\"pinned\" virtual");
            }
        }
    }

    @Test
    void kicksALoopThatHangsAndEndsTheProcessIfItStillHangs() throws Exception {
        try (var process = start("standing-loop")) {
            process.awaitLine("kicked");

            assertThat(process.awaitEnd()).isEqualTo(3);

            assertThat(process.log()).contains("hang detected", "what=\"test-loop\"");
        }
    }

    @Test
    void endsAProcessThatDoesNotAnswer() throws Exception {
        try (var process = start("no-health")) {
            assertThat(process.awaitEnd()).isEqualTo(3);

            assertThat(process.log()).contains("what=\"/health/live\"");
        }
    }

    /// Longer than the limits of the watchdog together.
    @Test
    void continuesAProcessThatWasItselfStopped() throws Exception {
        try (var process = start("nothing")) {
            var port = process.awaitLine("port ");
            process.signal("STOP");
            TimeUnit.SECONDS.sleep(4); // time is what is tested
            process.signal("CONT");

            // as long as the limits again, with answers
            var end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            while (System.nanoTime() - end < 0) {
                assertThat(health(port)).isEqualTo(200);
            }

            assertThat(process.isAlive()).isTrue();
            assertThat(process.log()).doesNotContain("hang", "ERROR");
        }
    }

    private ChildProcess start(String trouble) throws IOException {
        return ChildProcess.start(
                directory,
                WatchdogMain.class,
                List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
                Map.of(),
                directory.toString(),
                trouble);
    }

    private static int health(String port) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/live"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
