package io.sluice.imaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All files that were made to hurt, in a process of their own with a small heap: the table that it prints is
/// in the output of the test.
class HostileTableTest {

    private static final String HEAP = "-Xmx192m";

    /// Of the processor. Each takes less than a second on a machine that is not busy; what is shared with
    /// other work and what is not compiled yet takes longer.
    private static final long MOST_MILLISECONDS = 5_000;

    private static final int MOST_MINUTES = 5;
    private static final Pattern LINE = Pattern.compile("(\\w+ \\w+) +(\\d+) B +(\\d+) ms +(\\d+) MB  .+");

    @Test
    @Tag("long")
    void eachIsAnsweredWithLittleTimeAndMemory(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("table");
        var child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileTable.class.getName(),
                        directory.toString()))
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        boolean ended = child.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        child.destroyForcibly();
        String table = Files.readString(output, UTF_8);
        String errors = Files.readString(directory.resolve("errors"), UTF_8);
        System.out.println(table);

        assertThat(ended).as(table).isTrue();
        assertThat(child.exitValue()).as(table + errors).isZero();
        assertThat(table).endsWith("END\n");
        for (var line : table.lines().filter(text -> !text.equals("END")).toList()) {
            var cells = LINE.matcher(line);
            assertThat(cells.matches()).as(line).isTrue();
            assertThat(Long.parseLong(cells.group(3))).as(line).isLessThan(MOST_MILLISECONDS);
        }
    }
}
