package io.sluice.standalone.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.console.CommandFailure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The report of a run: a JSON line with the result of each item. Items completed by an earlier run have no
/// line.
final class Report implements AutoCloseable {

    private final BufferedWriter lines;

    private Report(BufferedWriter lines) {
        this.lines = lines;
    }

    /// Creates a report and replaces an existing one.
    static Report open(Path path) {
        try {
            return new Report(Files.newBufferedWriter(path));
        } catch (IOException e) {
            throw new CommandFailure("the report " + path + " cannot be written: " + e, e);
        }
    }

    /// Adds a line. Thread-safe.
    void add(String location, Result result) throws IOException {
        var json = Json.MAPPER.createObjectNode().put("item", location);
        switch (result) {
            case Result.Uploaded(var hash) -> json.put("result", "uploaded").put("hash", hash);
            case Result.Present(var binaryHash) -> json.put("result", "present").put("binary_hash", binaryHash);
            case Result.Failed(var reason, var message) ->
                json.put("result", "failed").put("reason", reason).put("message", message);
            case Result.Unchanged _ -> {
                return;
            }
        }
        write(json);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private synchronized void write(ObjectNode json) throws IOException {
        lines.write(json.toString());
        lines.newLine();
        // flushed now, so that an interrupted run has reported all its results
        lines.flush();
    }
}
