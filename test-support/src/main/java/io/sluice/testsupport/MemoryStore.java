package io.sluice.testsupport;

import io.sluice.command.Bytes;
import io.sluice.image.BlobKey;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.BlobWriter;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// An object store in memory that can be made to fail. Its contract is tested like that of every other store.
public final class MemoryStore implements ObjectStore {

    private final Map<BlobKey, Content> objects = new ConcurrentHashMap<>();
    private final Set<BlobKey> unfinished = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger failingCopies = new AtomicInteger();
    private final Queue<RuntimeException> bugs = new ConcurrentLinkedQueue<>();
    private volatile Consumer<BlobKey> whenMissing = _ -> {};
    private volatile int breakReadsAt = Integer.MAX_VALUE;
    private volatile boolean down;

    private record Content(Instant modified, Bytes bytes) {}

    /// Makes every method fail until [#comeBack()].
    public void goDown() {
        down = true;
    }

    public void comeBack() {
        down = false;
    }

    /// Makes the next copies fail.
    public void failNextCopies(int copies) {
        failingCopies.set(copies);
    }

    /// Makes the next deletion throw `bug`.
    public void breakNextDeletion(RuntimeException bug) {
        bugs.add(bug);
    }

    /// Lets every object be read only up to this byte.
    public void breakReadsAt(int bytes) {
        breakReadsAt = bytes;
    }

    /// Calls `action` with every key that is missing, before the method throws.
    public void whenMissing(Consumer<BlobKey> action) {
        whenMissing = action;
    }

    /// Puts an object, also in the place of another, as only damage can.
    public void put(BlobKey key, byte[] bytes) {
        objects.put(key, new Content(Instant.now(), Bytes.of(bytes)));
    }

    /// Returns whether there is such an object, whatever the state of the store.
    public boolean has(BlobKey key) {
        return objects.containsKey(key);
    }

    /// Returns the bytes of an object, whatever the state of the store.
    public byte[] bytes(BlobKey key) {
        var content = objects.get(key);
        if (content == null) {
            throw new AssertionError("no object " + key);
        }
        return content.bytes.toArray();
    }

    public Set<BlobKey> keys() {
        return Set.copyOf(objects.keySet());
    }

    /// Returns whether there is neither an object nor an unfinished one.
    public boolean isEmpty() {
        return objects.isEmpty() && unfinished.isEmpty();
    }

    /// Returns how many objects were opened to be read.
    public int reads() {
        return reads.get();
    }

    @Override
    public BlobWriter write(BlobKey key) {
        checkUp();
        unfinished.add(key);
        return new BlobWriter() {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                if (down) {
                    throw new IOException("the disk is gone");
                }
                bytes.write(buffer, offset, length);
            }

            @Override
            public void complete() {
                checkUp();
                put(key, bytes.toByteArray());
                unfinished.remove(key);
            }

            @Override
            public void close() {
                unfinished.remove(key);
            }
        };
    }

    @Override
    public InputStream read(BlobKey key) {
        return read(key, 0, Long.MAX_VALUE);
    }

    @Override
    public InputStream read(BlobKey key, long offset, long length) {
        var bytes = find(key);
        reads.incrementAndGet();
        var from = (int) Math.min(offset, bytes.length);
        var count = (int) Math.min(length, bytes.length - from);
        return breaking(new ByteArrayInputStream(bytes, from, count));
    }

    private InputStream breaking(InputStream content) {
        var limit = breakReadsAt;
        return new FilterInputStream(content) {
            private int read;

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (length > 0 && read == limit) {
                    throw new IOException("timeout");
                }
                var count = super.read(buffer, offset, Math.min(length, limit - read));
                read += Math.max(0, count);
                return count;
            }
        };
    }

    @Override
    public long size(BlobKey key) {
        return find(key).length;
    }

    @Override
    public void copy(BlobKey from, BlobKey to) {
        if (failingCopies.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new StoreUnavailableException("the store fails", new IOException("timeout"));
        }
        put(to, find(from));
    }

    @Override
    public void delete(BlobKey key) {
        var bug = bugs.poll();
        if (bug != null) {
            throw bug;
        }
        checkUp();
        objects.remove(key);
    }

    @Override
    public Stream<StoredObject> list(String prefix) {
        checkUp();
        return objects.entrySet().stream()
                .filter(object -> object.getKey().value().startsWith(prefix))
                .map(object -> new StoredObject(
                        object.getKey(), object.getValue().bytes.size(), object.getValue().modified));
    }

    @Override
    public void probe() {
        checkUp();
    }

    @Override
    public void close() {}

    private byte[] find(BlobKey key) {
        checkUp();
        var content = objects.get(key);
        if (content == null) {
            whenMissing.accept(key);
            throw new BlobNotFoundException(key);
        }
        return content.bytes.toArray();
    }

    private void checkUp() {
        if (down) {
            throw new StoreUnavailableException("the store is down", new IOException("connection refused"));
        }
    }
}
