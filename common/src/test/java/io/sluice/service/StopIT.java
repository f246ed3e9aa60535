package io.sluice.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watch.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Tests the end of a process that does not end by itself.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class StopIT {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    /// The limit, three bounded steps of the report, and a margin for a slow machine.
    private static final Duration MOST = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void isHaltedAndNamesThePartThatDoesNotCloseAfterTheSignal() throws Exception {
        try (var service = start("hanging-close")) {
            service.awaitLine("ready");
            var began = System.nanoTime();
            service.stop();

            assertThat(service.awaitEnd()).isEqualTo(4);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(LIMIT, MOST);
            assertThat(service.log())
                    .contains(
                            "process halted, it did not stop in time", "closing=\"StopMain$HangingPart > StopMain, in ")
                    .contains("\"main\" #", "StopMain$HangingPart.close", "thread dump written");
        }
    }

    @Test
    void isHaltedWhenItEndsByItselfAndAPartDoesNotClose() throws Exception {
        try (var service = start("failed-part")) {
            assertThat(service.awaitEnd()).isEqualTo(4);

            assertThat(service.log()).contains("StopMain$HangingPart");
        }
    }

    @Test
    void isHaltedWhenAShutdownHookHangsAfterEverythingIsClosed() throws Exception {
        try (var service = start("hanging-hook")) {
            assertThat(service.awaitEnd()).isEqualTo(4);

            assertThat(service.log()).contains("\"hanging-hook\" #");
        }
    }

    @Test
    void isHaltedWhenTheLogHangs() throws Exception {
        try (var service = start("hanging-log")) {
            service.awaitLine("ready");
            service.stop();

            assertThat(service.awaitEnd()).isEqualTo(4);

            assertThat(service.log()).contains("process halted, it did not stop in time", "\"main\" #");
        }
    }

    @Test
    void stopsRegularlyDuringTheStart() throws Exception {
        try (var service = start("hanging-start")) {
            service.awaitLine("ready");
            service.stop();

            assertThat(service.awaitEnd()).isEqualTo(143);

            assertThat(service.log()).contains("stopped while starting").doesNotContain("ERROR");
        }
    }

    private ChildProcess start(String way) throws IOException {
        return ChildProcess.start(
                directory,
                StopMain.class,
                List.of(),
                Map.of("SLUICE_STOP_TIMEOUT", LIMIT.toMillis() + "ms", "SLUICE_DATA_DIR", directory.toString()),
                way);
    }
}
