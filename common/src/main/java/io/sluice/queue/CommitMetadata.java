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
/// the offset are done as well, and which may be in work.
///
/// The text is `1,SERVED,RUNS` or, with a claim, `1,SERVED,RUNS,READER,IN_WORK,ALONE`: a version, seconds
/// since 1970, and sets of offsets. Such a set is base64 of the pairs of varints of its runs: the gap before a
/// run and its length.
///
/// @param served every organization that waits has been served since then, or has not waited for longer
/// @param done   records behind the committed offset that are done, in ascending order
/// @param claim  null after a reader has finished or left its work
public record CommitMetadata(
        Instant served, List<Run> done, @Nullable Claim claim) {

    /// Longest text. Brokers take 4,096 bytes (`offset.metadata.max.bytes`).
    public static final int MAX_CHARACTERS = 4_000;

    private static final String VERSION = "1";
    private static final int FIELDS = 3;
    private static final int FIELDS_WITH_CLAIM = 6;
    private static final int BYTES_OF_THREE = 3;
    private static final int CHARACTERS_OF_FOUR = 4;

    /// Version and time with their commas, and the commas and reader of a claim.
    private static final int HEADER = 64;

    private static final int MAX_BYTES = (MAX_CHARACTERS - HEADER) / CHARACTERS_OF_FOUR * BYTES_OF_THREE;
    private static final int CONTINUED = 0x80;
    private static final int BITS = 0x7f;
    private static final int SHIFT = 7;

    /// The records that a reader may be working on until its next commit. Whoever finds the claim of another
    /// process knows that it ended without leaving the group, or left while these were in work.
    ///
    /// @param reader number of the process, random
    /// @param inWork records that may be in work, in ascending order
    /// @param alone  records that are in work while no other one is, or were when a process ended
    public record Claim(long reader, List<Run> inWork, List<Run> alone) {

        /// Maximum bytes of each set. What does not fit counts as not in work.
        static final int MAX_BYTES_OF_SET = 600;

        public Claim {
            if (reader < 0) {
                throw new IllegalArgumentException("the number of a reader is negative: " + reader);
            }
            inWork = List.copyOf(inWork);
            alone = List.copyOf(alone);
        }

        /// Returns the part of the claim from an offset on.
        public Claim from(long offset) {
            return new Claim(reader, from(offset, inWork), from(offset, alone));
        }

        private static List<Run> from(long offset, List<Run> runs) {
            var rest = OffsetRuns.of(runs);
            rest.removeBelow(offset);
            return rest.runs();
        }

        /// Returns whether another claim says the same or less.
        public boolean covers(Claim other) {
            var mine = OffsetRuns.of(inWork);
            return reader == other.reader
                    && alone.equals(other.alone)
                    && other.inWork.stream().allMatch(mine::containsAll);
        }
    }

    public CommitMetadata {
        done = List.copyOf(done);
    }

    /// The metadata of a commit at `offset` with as many of the lowest runs as fit. What does not fit is
    /// delivered again should another reader continue.
    public static CommitMetadata fitting(long offset, Instant served, List<Run> done, @Nullable Claim claim) {
        if (claim == null) {
            return new CommitMetadata(served, fitting(offset, done, MAX_BYTES), null);
        }
        var inWork = fitting(offset, claim.inWork, Claim.MAX_BYTES_OF_SET);
        var alone = fitting(offset, claim.alone, Claim.MAX_BYTES_OF_SET);
        // each set is rounded up to four characters
        var left = MAX_BYTES - bytes(offset, inWork) - bytes(offset, alone) - 2 * BYTES_OF_THREE;
        return new CommitMetadata(served, fitting(offset, done, left), new Claim(claim.reader, inWork, alone));
    }

    private static List<Run> fitting(long offset, List<Run> runs, int most) {
        var length = 0;
        var end = offset;
        var fitting = new ArrayList<Run>();
        for (var run : runs) {
            length += length(run.from() - end) + length(run.to() - run.from());
            if (length > most) {
                break;
            }
            fitting.add(run);
            end = run.to();
        }
        return fitting;
    }

    private static int bytes(long offset, List<Run> runs) {
        var length = 0;
        var end = offset;
        for (var run : runs) {
            length += length(run.from() - end) + length(run.to() - run.from());
            end = run.to();
        }
        return length;
    }

    /// The text for a commit at `offset`.
    public String text(long offset) {
        var text = VERSION + ',' + served.getEpochSecond() + ',' + text(offset, done);
        return claim == null
                ? text
                : text + ',' + claim.reader + ',' + text(offset, claim.inWork) + ',' + text(offset, claim.alone);
    }

    private static String text(long offset, List<Run> runs) {
        var bytes = new byte[MAX_BYTES];
        var end = offset;
        var length = 0;
        for (var run : runs) {
            length = write(run.from() - end, bytes, length);
            length = write(run.to() - run.from(), bytes, length);
            end = run.to();
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, length));
    }

    /// Reads the text of a commit at `offset`. A text that is not of this format, as other programs commit
    /// it, says nothing.
    public static @Nullable CommitMetadata of(long offset, @Nullable String text) {
        var fields = text == null ? new String[0] : text.split(",", -1);
        if ((fields.length != FIELDS && fields.length != FIELDS_WITH_CLAIM) || !fields[0].equals(VERSION)) {
            return null;
        }
        try {
            var claim = fields.length == FIELDS
                    ? null
                    : new Claim(Long.parseLong(fields[3]), runs(offset, fields[4]), runs(offset, fields[5]));
            return new CommitMetadata(Instant.ofEpochSecond(Long.parseLong(fields[1])), runs(offset, fields[2]), claim);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
            return null;
        }
    }

    private static List<Run> runs(long offset, String text) {
        return runs(offset, Base64.getUrlDecoder().decode(text));
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
