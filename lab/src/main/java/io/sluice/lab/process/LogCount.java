package io.sluice.lab.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The numbers of problems in the log of a service.
///
/// @param errors   lines of level ERROR
/// @param warnings lines of level WARN
public record LogCount(long errors, long warnings) {

    private static final LogCount NONE = new LogCount(0, 0);
    private static final Pattern LEVEL = Pattern.compile("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (ERROR|WARN) ");

    /// Counts the lines of a log file; a missing file has none.
    public static LogCount of(Path log) throws IOException {
        if (Files.notExists(log)) {
            return NONE;
        }
        // not Files.newBufferedReader, which refuses the incomplete line of a killed process
        try (var reader = new BufferedReader(new InputStreamReader(Files.newInputStream(log), UTF_8))) {
            return of(reader.lines());
        }
    }

    static LogCount of(Stream<String> lines) {
        return lines.reduce(NONE, LogCount::plusLine, LogCount::plus);
    }

    private LogCount plusLine(String line) {
        var level = LEVEL.matcher(line);
        if (!level.find()) {
            return this;
        }
        return level.group(1).equals("ERROR") ? new LogCount(errors + 1, warnings) : new LogCount(errors, warnings + 1);
    }

    private LogCount plus(LogCount other) {
        return new LogCount(errors + other.errors, warnings + other.warnings);
    }
}
