package io.sluice.lab.storm.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.kafka.Json;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The file with the results of all batches so far, one JSON line each.
final class Results {

    private final Path file;
    private final List<BatchResult> all;

    private Results(Path file, List<BatchResult> all) {
        this.file = file;
        this.all = all;
    }

    /// Reads the results in a directory; a line that was not written to its end is removed.
    static Results in(Path directory) throws IOException {
        var file = directory.resolve("certificate.jsonl");
        var text = Files.exists(file) ? Files.readString(file) : "";
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.length() < text.length()) {
            Files.writeString(file, whole);
        }
        var all = new ArrayList<BatchResult>();
        for (var line : whole.lines().toList()) {
            try {
                all.add(Json.MAPPER.readValue(line, BatchResult.class));
            } catch (JsonProcessingException e) {
                throw new CommandFailure(
                        "line " + (all.size() + 1) + " of " + file + " is no result of a batch: "
                                + e.getOriginalMessage(),
                        e);
            }
        }
        return new Results(file, all);
    }

    List<BatchResult> all() {
        return List.copyOf(all);
    }

    /// Returns all kills that were made.
    List<Kill> kills() {
        return all.stream().flatMap(batch -> batch.kills().stream()).toList();
    }

    void add(BatchResult result) throws IOException {
        Files.writeString(
                file,
                Json.MAPPER.writeValueAsString(result) + '\n',
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        all.add(result);
    }
}
