package io.sluice.queue;

import io.sluice.queue.OffsetRuns.Run;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a reader of a queue commits beside its offset, in the metadata of the commit: which records behind
/// the offset are done as well. The text is `1,SERVED,RUNS`: a version, seconds since 1970, and the runs in
/// base64 as pairs of varints, the gap before a run and its length.
///
/// @param served every organization that waits has been served since then, or has not waited for longer
/// @param done   records behind the committed offset that are done, in ascending order
public record CommitMetadata(Instant served, List<Run> done) {

    /// Longest text. Brokers take 4,096 bytes (`offset.metadata.max.bytes`).
    public static final int MAX_CHARACTERS = 4_000;

    private static final String VERSION = "1";
    private static final int BYTES_OF_THREE = 3;
    private static final int CHARACTERS_OF_FOUR = 4;

    /// Version and time with their commas.
    private static final int HEADER = 32;

    private static final int MAX_BYTES = (MAX_CHARACTERS - HEADER) / CHARACTERS_OF_FOUR * BYTES_OF_THREE;
    private static final int CONTINUED = 0x80;
    private static final int BITS = 0x7f;
    private static final int SHIFT = 7;

    public CommitMetadata {
        done = List.copyOf(done);
    }

    /// The metadata of a commit at `offset` with as many of the lowest runs as fit. What does not fit is
    /// delivered again should another reader continue.
    public static CommitMetadata fitting(long offset, Instant served, List<Run> done) {
        var length = 0;
        var end = offset;
        var fitting = new ArrayList<Run>();
        for (var run : done) {
            length += length(run.from() - end) + length(run.to() - run.from());
            if (length > MAX_BYTES) {
                break;
            }
            fitting.add(run);
            end = run.to();
        }
        return new CommitMetadata(served, fitting);
    }

    /// The text for a commit at `offset`.
    public String text(long offset) {
        var bytes = new byte[MAX_BYTES];
        var end = offset;
        var length = 0;
        for (var run : done) {
            length = write(run.from() - end, bytes, length);
            length = write(run.to() - run.from(), bytes, length);
            end = run.to();
        }
        var exact = Arrays.copyOf(bytes, length);
        return VERSION
                + ','
                + served.getEpochSecond()
                + ','
                + Base64.getUrlEncoder().withoutPadding().encodeToString(exact);
    }

    /// Reads the text of a commit at `offset`. A text that is not of this format, as other programs commit
    /// it, says nothing.
    public static @Nullable CommitMetadata of(long offset, @Nullable String text) {
        var fields = text == null ? new String[0] : text.split(",", -1);
        if (fields.length != 3 || !fields[0].equals(VERSION)) {
            return null;
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(fields[2]);
            return new CommitMetadata(Instant.ofEpochSecond(Long.parseLong(fields[1])), runs(offset, bytes));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
            return null;
        }
    }

    private static List<Run> runs(long offset, byte[] bytes) {
        var runs = new ArrayList<Run>();
        var position = 0;
        var end = offset;
        while (position < bytes.length) {
            var gap = read(bytes, position);
            position += length(gap);
            var count = read(bytes, position);
            position += length(count);
            runs.add(new Run(Math.addExact(end, gap), Math.addExact(Math.addExact(end, gap), count)));
            end = runs.getLast().to();
        }
        return runs;
    }

    private static int length(long value) {
        var length = 1;
        for (var rest = value >>> SHIFT; rest != 0; rest >>>= SHIFT) {
            length++;
        }
        return length;
    }

    private static int write(long value, byte[] bytes, int position) {
        var next = position;
        var rest = value;
        while (rest > BITS) {
            bytes[next++] = (byte) ((rest & BITS) | CONTINUED);
            rest >>>= SHIFT;
        }
        bytes[next++] = (byte) rest;
        return next;
    }

    private static long read(byte[] bytes, int position) {
        var value = 0L;
        var shift = 0;
        for (var next = position; next < bytes.length && shift < Long.SIZE - 1; next++) {
            value |= (long) (bytes[next] & BITS) << shift;
            if ((bytes[next] & CONTINUED) == 0) {
                return value;
            }
            shift += SHIFT;
        }
        throw new IllegalArgumentException("a number of the runs is cut off");
    }
}
