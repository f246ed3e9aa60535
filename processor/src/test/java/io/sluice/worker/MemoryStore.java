package io.sluice.worker;

import io.sluice.image.BlobKey;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.BlobWriter;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A store in memory that can be taken down.
final class MemoryStore implements ObjectStore {

    final Map<BlobKey, byte[]> objects = new ConcurrentHashMap<>();
    final AtomicInteger reads = new AtomicInteger();

    private final Queue<RuntimeException> bugs = new ConcurrentLinkedQueue<>();

    private volatile boolean down;

    void goDown() {
        down = true;
    }

    /// The next removal will meet a bug.
    void breakNext(RuntimeException bug) {
        bugs.add(bug);
    }

    void comeBack() {
        down = false;
    }

    @Override
    public BlobWriter write(BlobKey key) {
        checkUp();
        var bytes = new ByteArrayOutputStream();
        return new BlobWriter() {
            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void write(byte[] content, int offset, int length) {
                checkUp();
                bytes.write(content, offset, length);
            }

            @Override
            public void complete() {
                checkUp();
                objects.put(key, bytes.toByteArray());
            }

            @Override
            public void close() {
                // what was not completed is garbage
            }
        };
    }

    @Override
    public InputStream read(BlobKey key) {
        reads.incrementAndGet();
        return new ByteArrayInputStream(content(key));
    }

    @Override
    public InputStream read(BlobKey key, long offset, long length) {
        reads.incrementAndGet();
        var content = content(key);
        int start = (int) Math.min(offset, content.length);
        int end = (int) Math.min(offset + length, content.length);
        return new ByteArrayInputStream(Arrays.copyOfRange(content, start, end));
    }

    @Override
    public long size(BlobKey key) {
        return content(key).length;
    }

    @Override
    public void copy(BlobKey from, BlobKey to) {
        objects.put(to, content(from));
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
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().value().startsWith(prefix))
                .map(entry -> new StoredObject(entry.getKey(), entry.getValue().length, Instant.EPOCH));
    }

    @Override
    public void probe() {
        checkUp();
    }

    @Override
    public void close() {
        // nothing is held
    }

    private byte[] content(BlobKey key) {
        checkUp();
        var content = objects.get(key);
        if (content == null) {
            throw new BlobNotFoundException(key);
        }
        return content;
    }

    private void checkUp() {
        if (down) {
            throw new StoreUnavailableException("the store is down", new IOException("connection refused"));
        }
    }
}
