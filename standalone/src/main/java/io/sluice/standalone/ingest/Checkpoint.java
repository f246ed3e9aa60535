package io.sluice.standalone.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.standalone.upload.Item;
import io.sluice.standalone.upload.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The file of results of all runs: it only grows, by one JSON object a line for each item that was completed,
/// refused or skipped. Of several lines about one item, the last one counts.
///
/// A line is written as soon as its item has a result, so a killed process loses at most the line it was about
/// to write. A truncated last line is dropped when the file is opened again. Lines are not forced to the disk:
/// an item whose line is lost is looked up again by its hash.
final class Checkpoint implements AutoCloseable {

    /// Reason of a failed item that is a line of a list. It is not kept for later runs, as lines move.
    static final String BAD_LINE = "bad-line";

    private static final String KEY = "{\"key\":\"";
    private static final int DIGITS = 16;
    private static final String RESULT = "\",\"result\":\"";
    private static final int RESULT_AT = KEY.length() + DIGITS + RESULT.length();

    /// Lines that are remembered for [#latest()].
    private static final int LATEST = 100;

    private final Path path;
    private final FileChannel file;
    private final Content before;
    private final Clock clock = Clock.systemUTC();

    private Checkpoint(Path path, FileChannel file, Content before) {
        this.path = path;
        this.file = file;
        this.before = before;
    }

    /// Content of the file.
    ///
    /// @param done   fingerprints of the completed items
    /// @param latest last lines about completed items
    /// @param lines  number of complete lines
    /// @param bytes  length of all complete lines
    private record Content(Set<Long> done, Deque<String> latest, int lines, long bytes) {}

    /// Opens the file for this process alone, and creates it when it is missing.
    static Checkpoint open(Path path) {
        var location = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(location.getParent());
            var file = FileChannel.open(
                    location, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!isLocked(file)) {
                file.close();
                throw new CommandFailure("the checkpoint is in use by another run: " + location
                        + "; wait for it, or set another file with --checkpoint");
            }
            var content = read(file);
            file.truncate(content.bytes).position(content.bytes);
            return new Checkpoint(location, file, content);
        } catch (IOException e) {
            throw new CommandFailure("the checkpoint " + location + " cannot be used: " + Sentence.of(e), e);
        }
    }

    Path path() {
        return path;
    }

    /// Returns the number of lines before this run.
    int linesBefore() {
        return before.lines;
    }

    /// Returns whether this run has added lines.
    synchronized boolean hasGrown() throws IOException {
        return file.position() > before.bytes;
    }

    /// Returns whether the item was completed, by an earlier run or this one.
    synchronized boolean contains(Item item) {
        return before.done.contains(item.fingerprint());
    }

    /// Forgets completed items, so that they are completed again.
    synchronized void forget(Set<Long> fingerprints) {
        before.done.removeAll(fingerprints);
    }

    /// Returns the last lines about completed items, at most 100.
    List<JsonNode> latest() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : before.latest) {
            lines.add(Json.MAPPER.readTree(line));
        }
        return lines;
    }

    /// Adds the result of an item.
    void add(Item item, Result result) throws IOException {
        var completed = result instanceof Result.Uploaded || result instanceof Result.Present;
        add(item.fingerprint(), item.location(), item.bytes(), result, completed);
    }

    /// Adds the result of something that is not an item.
    void add(String location, Result result) throws IOException {
        add(0, location, 0, result, false);
    }

    private void add(long key, String location, long bytes, Result result, boolean completed) throws IOException {
        var json = Json.MAPPER.createObjectNode().put("key", String.format(Locale.ROOT, "%016x", key));
        switch (result) {
            case Result.Uploaded(var hash, var binaryHash) ->
                json.put("result", "uploaded")
                        .put("item", location)
                        .put("hash", hash)
                        .put("binary_hash", binaryHash)
                        .put("bytes", bytes);
            case Result.Present(var hash, var binaryHash) ->
                json.put("result", "existing")
                        .put("item", location)
                        .put("hash", hash)
                        .put("binary_hash", binaryHash)
                        .put("bytes", bytes);
            case Result.Skipped(var reason, var message) ->
                json.put("result", "skipped")
                        .put("item", location)
                        .put("reason", reason)
                        .put("message", message);
            case Result.Failed(var reason, var message) ->
                json.put("result", "failed")
                        .put("item", location)
                        .put("reason", reason)
                        .put("message", message);
            case Result.Unchanged _ -> {
                return;
            }
        }
        json.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        write(ByteBuffer.wrap((json + "\n").getBytes(UTF_8)), key, completed);
    }

    private synchronized void write(ByteBuffer line, long key, boolean completed) throws IOException {
        while (line.hasRemaining()) {
            file.write(line);
        }
        if (completed) {
            before.done.add(key);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// Returns whether a line is about a completed item.
    static boolean isCompleted(String line) {
        return line.startsWith("uploaded", RESULT_AT) || line.startsWith("existing", RESULT_AT);
    }

    /// Returns the fingerprint of the item of a line.
    ///
    /// @throws IOException when it is not a line of a checkpoint
    static long fingerprint(String line) throws IOException {
        if (line.startsWith(KEY) && line.startsWith(RESULT, KEY.length() + DIGITS)) {
            try {
                return Long.parseUnsignedLong(line, KEY.length(), KEY.length() + DIGITS, 16);
            } catch (NumberFormatException e) {
                throw new IOException("it is not a checkpoint", e);
            }
        }
        throw new IOException("it is not a checkpoint");
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private static Content read(FileChannel file) throws IOException {
        var done = new HashSet<Long>();
        var latest = new ArrayDeque<String>();
        var complete = completeBytes(file);
        var count = 0;
        // not closed, as that would close the channel
        var lines = new BufferedReader(Channels.newReader(file.position(0), UTF_8), 1 << 16);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.endsWith("}")) {
                break; // the truncated last line
            }
            var fingerprint = fingerprint(line);
            count++;
            if (isCompleted(line)) {
                done.add(fingerprint);
                latest.addLast(line);
                if (latest.size() > LATEST) {
                    latest.removeFirst();
                }
            }
        }
        return new Content(done, latest, count, complete);
    }

    /// Returns the length of all lines that have an end.
    private static long completeBytes(FileChannel file) throws IOException {
        var buffer = ByteBuffer.allocate(1 << 16);
        for (var end = file.size(); end > 0; ) {
            var begin = Math.max(0, end - buffer.capacity());
            buffer.clear().limit((int) (end - begin));
            while (buffer.hasRemaining() && file.read(buffer, begin + buffer.position()) >= 0) {
                // until the buffer is full
            }
            for (var i = buffer.position() - 1; i >= 0; i--) {
                if (buffer.get(i) == '\n') {
                    return begin + i + 1;
                }
            }
            end = begin;
        }
        return 0;
    }
}
