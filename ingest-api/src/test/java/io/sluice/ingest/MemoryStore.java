package io.sluice.ingest;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A store in memory that can be made to fail, and knows what is being written.
final class MemoryStore implements ObjectStore {

    private final Map<BlobKey, byte[]> objects = new ConcurrentHashMap<>();
    private final Set<BlobKey> underWay = ConcurrentHashMap.newKeySet();
    private volatile Consumer<BlobKey> whenMissing = _ -> {};
    private volatile boolean down;
    private volatile int breakReadsAt = Integer.MAX_VALUE;

    void goDown() {
        down = true;
    }

    /// Puts an object in the place of another, as only damage can.
    void put(BlobKey key, byte[] bytes) {
        objects.put(key, bytes);
    }

    /// From now on objects can be read up to this byte.
    void breakReadsAt(int bytes) {
        breakReadsAt = bytes;
    }

    /// Is told of every blob that was asked for in vain.
    void whenMissing(Consumer<BlobKey> told) {
        whenMissing = told;
    }

    /// Neither an object nor a part of one.
    boolean isEmpty() {
        return objects.isEmpty() && underWay.isEmpty();
    }

    Set<BlobKey> keys() {
        return Set.copyOf(objects.keySet());
    }

    @Override
    public BlobWriter write(BlobKey key) {
        check();
        underWay.add(key);
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
                check();
                objects.put(key, bytes.toByteArray());
                underWay.remove(key);
            }

            @Override
            public void close() {
                underWay.remove(key);
            }
        };
    }

    @Override
    public InputStream read(BlobKey key) {
        return breaking(new ByteArrayInputStream(bytes(key)));
    }

    @Override
    public InputStream read(BlobKey key, long offset, long length) {
        return breaking(new ByteArrayInputStream(bytes(key), (int) offset, (int) length));
    }

    private InputStream breaking(InputStream content) {
        var left = breakReadsAt;
        return new FilterInputStream(content) {
            private int read;

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (read == left) {
                    throw new IOException("timeout");
                }
                var count = super.read(buffer, offset, Math.min(length, left - read));
                read += Math.max(0, count);
                return count;
            }
        };
    }

    @Override
    public long size(BlobKey key) {
        return bytes(key).length;
    }

    @Override
    public void copy(BlobKey from, BlobKey to) {
        objects.put(to, bytes(from));
    }

    @Override
    public void delete(BlobKey key) {
        check();
        objects.remove(key);
    }

    @Override
    public Stream<StoredObject> list(String prefix) {
        return objects.entrySet().stream()
                .filter(object -> object.getKey().value().startsWith(prefix))
                .map(object -> new StoredObject(object.getKey(), object.getValue().length, Instant.EPOCH));
    }

    @Override
    public void probe() {
        check();
    }

    @Override
    public void close() {}

    private byte[] bytes(BlobKey key) {
        check();
        var bytes = objects.get(key);
        if (bytes == null) {
            whenMissing.accept(key);
            throw new BlobNotFoundException(key);
        }
        return bytes;
    }

    private void check() {
        if (down) {
            throw new StoreUnavailableException("the store is down", new IOException("no route"));
        }
    }
}
