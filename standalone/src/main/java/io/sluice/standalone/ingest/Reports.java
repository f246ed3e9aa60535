package io.sluice.standalone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.standalone.upload.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The reports of a run: every item of all runs with its last result, as CSV or NDJSON by the name of the file.
///
/// @param files files to write
record Reports(List<Path> files) {

    private static final List<String> COLUMNS =
            List.of("item", "result", "hash", "binary_hash", "bytes", "reason", "message", "time");

    Reports {
        files = List.copyOf(files);
    }

    boolean exist() {
        return files.stream().allMatch(Files::exists);
    }

    /// Returns where they are, for the user.
    String sentence() {
        return files.stream()
                .map(file -> "report: " + file.toAbsolutePath().normalize())
                .collect(Collectors.joining("\n"));
    }

    /// Writes the reports, and replaces those of earlier runs.
    void write(Checkpoint checkpoint) {
        for (var file : files) {
            try {
                write(file.toAbsolutePath(), checkpoint, lastLines(checkpoint));
            } catch (IOException e) {
                throw new CommandFailure("the report " + file + " cannot be written: " + Sentence.of(e), e);
            }
        }
    }

    private static void write(Path file, Checkpoint checkpoint, BitSet last) throws IOException {
        Files.createDirectories(file.getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        var isCsv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        Function<ObjectNode, String> form = isCsv ? Reports::csv : ObjectNode::toString;
        try (var out = Files.newBufferedWriter(fresh);
                var lines = Files.newBufferedReader(checkpoint.path())) {
            if (isCsv) {
                out.write(String.join(",", COLUMNS) + "\r\n");
            }
            var number = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (last.get(number++) && Json.MAPPER.readTree(line) instanceof ObjectNode json) {
                    json.remove("key");
                    out.write(form.apply(json));
                    out.write(isCsv ? "\r\n" : "\n");
                }
            }
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Returns the numbers of the lines with the last result of each item.
    private static BitSet lastLines(Checkpoint checkpoint) throws IOException {
        var lastOf = new HashMap<Long, Integer>();
        try (var lines = Files.newBufferedReader(checkpoint.path())) {
            var number = 0;
            for (var line = lines.readLine(); line != null && line.endsWith("}"); line = lines.readLine()) {
                var json = Json.MAPPER.readTree(line);
                var isOutdated = number < checkpoint.linesBefore()
                        && json.path("reason").asText().equals(Checkpoint.BAD_LINE);
                if (!isOutdated) {
                    lastOf.put(Item.digest(json.path("item").asText()), number);
                }
                number++;
            }
        }
        return lastOf.values().stream().collect(BitSet::new, BitSet::set, BitSet::or);
    }

    /// Returns a line of CSV (RFC 4180), without its end.
    private static String csv(JsonNode json) {
        return COLUMNS.stream()
                .map(column -> cell(json.path(column).asText("")))
                .collect(Collectors.joining(","));
    }

    private static String cell(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
