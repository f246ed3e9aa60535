package io.sluice.store;

import io.sluice.image.BlobKey;
import io.sluice.trace.Spans;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads an object at any position in ranges of whole pages, of which the last used ones stay in memory.
/// Sequential reading requests longer and longer ranges. Not thread-safe.
public final class BlobPages {

    public static final int PAGE_BYTES = 64 * 1024;

    /// Pages of the longest range.
    private static final int MAX_RUN = 16;

    private static final int CACHED_PAGES = 32;

    private final ObjectStore store;
    private final BlobKey blob;
    private final long size;
    private final Map<Long, byte[]> pages = new LinkedHashMap<>(CACHED_PAGES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > CACHED_PAGES;
        }
    };

    private int requests;
    private int run = 1;
    private long expectedNext = -1;

    /// @param size length of the object in bytes
    public BlobPages(ObjectStore store, BlobKey blob, long size) {
        this.store = store;
        this.blob = blob;
        this.size = size;
    }

    /// A read of at least one byte at a position inside the object, and of at most `wanted`.
    @FunctionalInterface
    public interface Reader {

        int read(long position, ByteBuffer target, int wanted) throws IOException;
    }

    /// Fills `target` with the bytes from `position` on, as far as the object has them, by as many calls of
    /// `reader` as are needed.
    ///
    /// @return the number of bytes read, -1 behind the end of the object
    public int fill(long position, ByteBuffer target, Reader reader) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("there is no position " + position);
        }
        if (position >= size) {
            return -1;
        }
        int wanted = (int) Math.min(target.remaining(), size - position);
        int read = 0;
        while (read < wanted) {
            read += reader.read(position + read, target, wanted - read);
        }
        return read;
    }

    /// Returns the number of requests to the store so far.
    public int requests() {
        return requests;
    }

    /// Returns whether the byte at `position` can be read without a request.
    public boolean isCached(long position) {
        return pages.containsKey(position / PAGE_BYTES);
    }

    /// Reads at least one byte at `position`, which is inside the object, and at most `wanted`: those on one
    /// page.
    ///
    /// @return the number of bytes read
    /// @throws IOException when the object has fewer bytes than announced, or the store fails while it is read
    public int read(long position, ByteBuffer target, int wanted) throws IOException {
        var page = page(position / PAGE_BYTES);
        int start = (int) (position % PAGE_BYTES);
        int length = Math.min(wanted, page.length - start);
        target.put(page, start, length);
        return length;
    }

    /// Releases the pages in memory.
    public void clear() {
        pages.clear();
    }

    private byte[] page(long number) throws IOException {
        var cached = pages.get(number);
        return cached != null ? cached : Spans.call("store read", Spans.Kind.CLIENT, () -> request(number));
    }

    private byte[] request(long number) throws IOException {
        requests++;
        run = number == expectedNext ? Math.min(run * 2, MAX_RUN) : 1;
        expectedNext = number + run;
        long start = number * PAGE_BYTES;
        int length = (int) Math.min((long) run * PAGE_BYTES, size - start);
        byte @Nullable [] first = null;
        Spans.attribute(ObjectStore.BYTES, length);
        try (var content = store.read(blob, start, length)) {
            for (long page = number; length > 0; page++) {
                var bytes = content.readNBytes(Math.min(length, PAGE_BYTES));
                if (bytes.length < Math.min(length, PAGE_BYTES)) {
                    throw endsEarly();
                }
                pages.put(page, bytes);
                first = first == null ? bytes : first;
                length -= bytes.length;
            }
        }
        if (first == null) {
            throw new IllegalArgumentException(blob + " has no page " + number);
        }
        return first;
    }

    /// Returns the failure of an object that is shorter than announced.
    public IOException endsEarly() {
        return new IOException("the object " + blob + " has fewer bytes than the " + size + " it was announced with");
    }
}
