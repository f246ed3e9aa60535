package io.sluice.standalone.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.standalone.console.CommandFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The file of completed items: it only grows, by one line of 16 hexadecimal digits for each item.
///
/// A line is written as soon as its item is completed, so a killed process loses at most the line it was
/// about to write. A truncated last line is dropped when the file is opened again.
final class Checkpoint implements AutoCloseable {

    private static final int DIGITS = 16;
    private static final int LINE_BYTES = DIGITS + 1;

    private final FileChannel file;
    private final Set<Long> done;

    private Checkpoint(FileChannel file, Set<Long> done) {
        this.file = file;
        this.done = done;
    }

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
            var done = read(file);
            file.truncate((long) done.lines * LINE_BYTES).position((long) done.lines * LINE_BYTES);
            return new Checkpoint(file, done.fingerprints);
        } catch (IOException e) {
            throw new CommandFailure("the checkpoint " + location + " cannot be used: " + e, e);
        }
    }

    /// Returns whether the item was completed, by an earlier run or this one.
    synchronized boolean contains(Item item) {
        return done.contains(item.fingerprint());
    }

    synchronized void add(Item item) throws IOException {
        if (done.add(item.fingerprint())) {
            var line = String.format(Locale.ROOT, "%016x\n", item.fingerprint()).getBytes(US_ASCII);
            var buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private static Content read(FileChannel file) throws IOException {
        var fingerprints = new HashSet<Long>();
        var lines = 0;
        var buffer = ByteBuffer.allocate(LINE_BYTES * 4096);
        while (file.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.remaining() >= LINE_BYTES) {
                var line = new byte[LINE_BYTES];
                buffer.get(line);
                fingerprints.add(fingerprint(new String(line, US_ASCII)));
                lines++;
            }
            buffer.compact();
        }
        return new Content(fingerprints, lines);
    }

    private static long fingerprint(String line) throws IOException {
        try {
            if (line.charAt(DIGITS) == '\n') {
                return Long.parseUnsignedLong(line.substring(0, DIGITS), 16);
            }
        } catch (NumberFormatException e) {
            throw new IOException("it is not a checkpoint", e);
        }
        throw new IOException("it is not a checkpoint");
    }

    private record Content(Set<Long> fingerprints, int lines) {}
}
