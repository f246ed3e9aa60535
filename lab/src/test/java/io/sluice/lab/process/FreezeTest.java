package io.sluice.lab.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FreezeTest {

    @Test
    void haltsAProcessUntilItIsClosed() throws Exception {
        var process = new ProcessBuilder("sleep", "60").start();
        try {
            try (var _ = Freeze.of(process.pid())) {
                assertThat(state(process)).startsWith("T");
            }

            assertThat(state(process)).doesNotStartWith("T");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void doesNothingToAProcessThatHasEnded() throws Exception {
        var process = new ProcessBuilder("true").start();
        process.waitFor();

        Freeze.of(process.pid()).close();

        assertThat(process.isAlive()).isFalse();
    }

    /// Returns the state that `ps` shows: T when the process is halted.
    private static String state(Process process) throws IOException {
        var ps = new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(process.pid())).start();
        return new String(ps.getInputStream().readAllBytes(), UTF_8);
    }
}
