package io.sluice.worker;

import io.sluice.image.BlobKey;
import io.sluice.imaging.ImageBytes;
import io.sluice.store.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bytes of a blob, read where they are asked for. Most images tell all about themselves in their first
/// kilobytes: that is one request. Whoever walks through a file gets ever longer runs of it, and when the
/// requests become many the whole blob is brought into a work file.
final class BlobBytes implements ImageBytes {

    static final int PAGE_BYTES = 64 * 1024;
    static final int MAX_REQUESTS = 24;

    private static final int MAX_RUN = 16;
    private static final int CACHED_PAGES = 32;

    private final ObjectStore store;
    private final BlobKey blob;
    private final long size;
    private final WorkDirectory workDirectory;
    private final Map<Long, byte[]> pages = new LinkedHashMap<>(CACHED_PAGES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > CACHED_PAGES;
        }
    };

    private int requests;
    private int run = 1;
    private long expectedNext = -1;
    private @Nullable Spool spool;

    BlobBytes(ObjectStore store, BlobKey blob, long size, WorkDirectory workDirectory) {
        this.store = store;
        this.blob = blob;
        this.size = size;
        this.workDirectory = workDirectory;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("there is no position " + position);
        }
        if (position >= size) {
            return -1;
        }
        int wanted = (int) Math.min(target.remaining(), size - position);
        int read = 0;
        while (read < wanted) {
            read += readSome(position + read, target, wanted - read);
        }
        return read;
    }

    /// A local file with these bytes, removed when this is closed.
    Path file() throws IOException {
        return spool().file().path();
    }

    private int readSome(long position, ByteBuffer target, int wanted) throws IOException {
        long number = position / PAGE_BYTES;
        var page = spool == null ? page(number) : null;
        if (page != null) {
            int start = (int) (position % PAGE_BYTES);
            int length = Math.min(wanted, page.length - start);
            target.put(page, start, length);
            return length;
        }
        var window = target.slice(target.position(), wanted);
        int length = spool().channel().read(window, position);
        if (length < 1) {
            throw new IOException(endsEarly());
        }
        target.position(target.position() + length);
        return length;
    }

    /// A page of the blob, or null when it is to be read from the work file from now on.
    private byte @Nullable [] page(long number) throws IOException {
        var cached = pages.get(number);
        if (cached != null) {
            return cached;
        }
        if (requests == MAX_REQUESTS) {
            return null;
        }
        requests++;
        run = number == expectedNext ? Math.min(run * 2, MAX_RUN) : 1;
        expectedNext = number + run;
        long start = number * PAGE_BYTES;
        int length = (int) Math.min((long) run * PAGE_BYTES, size - start);
        try (var content = store.read(blob, start, length)) {
            byte @Nullable [] first = null;
            for (long page = number; length > 0; page++) {
                var bytes = content.readNBytes(Math.min(length, PAGE_BYTES));
                if (bytes.length < Math.min(length, PAGE_BYTES)) {
                    throw new IOException(endsEarly());
                }
                pages.put(page, bytes);
                first = first == null ? bytes : first;
                length -= bytes.length;
            }
            return first;
        }
    }

    private Spool spool() throws IOException {
        if (spool == null) {
            spool = fill(workDirectory.create());
            pages.clear();
        }
        return spool;
    }

    private Spool fill(WorkDirectory.WorkFile file) throws IOException {
        try (var content = store.read(blob, 0, size);
                var out = Files.newOutputStream(file.path())) {
            if (content.transferTo(out) != size) {
                throw new IOException(endsEarly());
            }
            return new Spool(file, FileChannel.open(file.path(), StandardOpenOption.READ));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private String endsEarly() {
        return "the object " + blob + " has fewer bytes than the " + size + " it was announced with";
    }

    @Override
    public void close() throws IOException {
        pages.clear();
        if (spool != null) {
            spool.close();
        }
    }

    /// The whole blob in a work file.
    private record Spool(WorkDirectory.WorkFile file, FileChannel channel) implements Closeable {

        @Override
        public void close() throws IOException {
            try (file) {
                channel.close();
            }
        }
    }
}
