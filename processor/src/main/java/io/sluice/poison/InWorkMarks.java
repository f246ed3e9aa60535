package io.sluice.poison;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;

/// The marks of records whose bytes are being read, in a small memory-mapped file. The file survives any
/// death of the process without a system call for each record: a mark that exists at the start belongs to a
/// record that was in work when the process died. Thread-safe.
///
/// The file has slots of [#SLOT_BYTES], each of which is empty or contains a mark: partition, offset, number
/// of attempts, and a checksum. A slot with a wrong checksum counts as empty.
public final class InWorkMarks {

    static final int SLOTS = 4_096;
    static final int SLOT_BYTES = 32;

    private static final int CHECKED_BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES;

    private static final int NONE = -1;

    private final MappedByteBuffer file;

    /// Guarded by this object, as is the file.
    private final BitSet used = new BitSet(SLOTS);

    /// A record that was in work when the process died.
    ///
    /// @param deaths number of consecutive deaths
    public record Leftover(int slot, int partition, long offset, int deaths) {

        /// Returns the same record without its mark in the file.
        Leftover removed() {
            return new Leftover(NONE, partition, offset, deaths);
        }
    }

    private InWorkMarks(MappedByteBuffer file) {
        this.file = file;
    }

    /// Opens the file, or creates it. Its marks stay until they are removed.
    public static InWorkMarks open(Path path) throws IOException {
        try (var channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var marks = new InWorkMarks(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) SLOTS * SLOT_BYTES));
            marks.leftovers().forEach(leftover -> marks.used.set(leftover.slot));
            return marks;
        }
    }

    /// Returns the marks in the file.
    public synchronized List<Leftover> leftovers() {
        var left = new ArrayList<Leftover>();
        for (var slot = 0; slot < SLOTS; slot++) {
            var at = slot * SLOT_BYTES;
            var deaths = file.getInt(at + Integer.BYTES + Long.BYTES);
            if (deaths > 0 && file.getInt(at + CHECKED_BYTES) == checksum(at)) {
                left.add(new Leftover(slot, file.getInt(at), file.getLong(at + Integer.BYTES), deaths));
            }
        }
        return left;
    }

    /// Marks a record until the mark is closed.
    ///
    /// @param times number of attempts, including this one
    /// @throws IllegalStateException when more records are in work than there are slots
    public synchronized Mark mark(int partition, long offset, int times) {
        var slot = used.nextClearBit(0);
        if (slot >= SLOTS) {
            throw new IllegalStateException("more than " + SLOTS + " records are in work");
        }
        used.set(slot);
        var at = slot * SLOT_BYTES;
        file.putInt(at, partition);
        file.putLong(at + Integer.BYTES, offset);
        file.putInt(at + Integer.BYTES + Long.BYTES, times);
        file.putInt(at + CHECKED_BYTES, checksum(at));
        return new Mark(slot);
    }

    /// Removes a mark of a former process.
    public void remove(Leftover leftover) {
        if (leftover.slot != NONE) {
            clear(leftover.slot);
        }
    }

    private synchronized void clear(int slot) {
        file.putInt(slot * SLOT_BYTES + Integer.BYTES + Long.BYTES, 0);
        used.clear(slot);
    }

    private int checksum(int at) {
        var bytes = new byte[CHECKED_BYTES];
        file.get(at, bytes);
        var checksum = new CRC32C();
        checksum.update(ByteBuffer.wrap(bytes));
        return (int) checksum.getValue();
    }

    /// The mark of a record in work; closing removes it.
    public final class Mark implements AutoCloseable {

        private final int slot;

        private Mark(int slot) {
            this.slot = slot;
        }

        @Override
        public void close() {
            clear(slot);
        }
    }
}
