package io.sluice.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogCountTest {

    @Test
    void countsLinesByTheirLevel() {
        var lines = Stream.of(
                "10:00:00.001 INFO  i.s.Api started",
                "10:00:00.002 WARN  i.s.Api store unavailable",
                "java.io.IOException: ERROR in a stack trace",
                "10:00:00.003 ERROR o.a.k.Metadata gone",
                "10:00:00.004 WARN  i.s.Api store unavailable ERROR");

        assertThat(LogCount.of(lines)).isEqualTo(new LogCount(1, 2));
    }

    @Test
    void findsNothingInAMissingLog() throws Exception {
        assertThat(LogCount.of(Path.of("no-such-log"))).isEqualTo(new LogCount(0, 0));
    }
}
