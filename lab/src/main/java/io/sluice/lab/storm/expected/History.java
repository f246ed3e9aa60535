package io.sluice.lab.storm.expected;

import io.sluice.kafka.Json;
import io.sluice.standalone.terminal.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The requests and results from the clients' point of view: one JSON line each in a file, and totals. Safe
/// for use by many threads.
public final class History implements AutoCloseable {

    private final long began = System.nanoTime();
    private final BufferedWriter file;

    // guarded by this
    private final Map<Kind, Map<Result, Integer>> counts = new EnumMap<>(Kind.class);
    private final Violations contradictions = new Violations();
    private long resent;

    /// The known results of operations, by their ids.
    private final Map<String, KnownResult> operations = new ConcurrentHashMap<>();

    /// The result of an operation according to a response to its client.
    public record KnownResult(String organization, Result result) {}

    /// The kinds of requests.
    public enum Kind {
        UPLOAD,
        UPLOAD_ASYNC,
        UPLOAD_URL,
        UPLOAD_AGAIN,
        /// An upload whose client ends in the middle of the body.
        UPLOAD_HALF,
        DELETE,
        RESTORE,
        RENAME,
        LABEL,
        COPY,
        COPY_LIST,
        COPY_ALL,
        LOOK,
        DOWNLOAD,
        LIST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// The result of a request.
    public enum Result {
        SUCCEEDED,
        /// The operation will be decided later.
        ACCEPTED,
        REJECTED,
        /// No usable response after all attempts.
        UNKNOWN
    }

    private History(BufferedWriter file) {
        this.file = file;
    }

    public static History in(Path file) throws IOException {
        return new History(Files.newBufferedWriter(file));
    }

    /// @param what      the image or other target
    /// @param status    status of the last response, 0 when there was none
    /// @param operation its id, empty when no response contained it
    public void add(
            int client,
            String organization,
            Kind kind,
            String what,
            Result result,
            int status,
            int sends,
            String operation) {
        if (!operation.isEmpty()) {
            operations.merge(
                    operation,
                    new KnownResult(organization, result),
                    (before, now) -> now.result == Result.ACCEPTED ? before : now);
        }
        var line = Json.MAPPER
                .createObjectNode()
                .put("ms", Duration.ofNanos(System.nanoTime() - began).toMillis())
                .put("client", client)
                .put("organization", organization)
                .put("kind", kind.toString())
                .put("what", what)
                .put("result", result.name().toLowerCase(Locale.ROOT))
                .put("status", status)
                .put("sends", sends)
                .put("operation", operation)
                .toString();
        synchronized (this) {
            counts.computeIfAbsent(kind, _ -> new EnumMap<>(Result.class)).merge(result, 1, Integer::sum);
            resent += sends - 1L;
            try {
                file.write(line);
                file.newLine();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write the history", e);
            }
        }
    }

    /// Records a response that no order of events explains.
    public void contradiction(String text) {
        contradictions.wrong(text);
    }

    /// Records a response according to which something that was acknowledged does not exist.
    public void lost(String text) {
        contradictions.lost(text);
    }

    public List<Violation> contradictions() {
        return contradictions.all();
    }

    /// Returns the number of requests by kind and result.
    public synchronized Map<Kind, Map<Result, Integer>> counts() {
        var copy = new EnumMap<Kind, Map<Result, Integer>>(Kind.class);
        counts.forEach((kind, results) -> copy.put(kind, new EnumMap<>(results)));
        return copy;
    }

    /// Returns the number of requests by kind and result, for people.
    public Table table() {
        var table = new Table("request", "succeeded", "accepted", "refused", "no answer");
        counts().forEach((kind, results) -> table.row(
                kind,
                results.getOrDefault(Result.SUCCEEDED, 0),
                results.getOrDefault(Result.ACCEPTED, 0),
                results.getOrDefault(Result.REJECTED, 0),
                results.getOrDefault(Result.UNKNOWN, 0)));
        return table;
    }

    public synchronized int total() {
        return counts.values().stream()
                .flatMap(results -> results.values().stream())
                .mapToInt(count -> count)
                .sum();
    }

    /// Returns the number of repeated requests.
    public synchronized long resent() {
        return resent;
    }

    /// Returns the known results of operations, by their ids.
    public Map<String, KnownResult> operations() {
        return Map.copyOf(operations);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
