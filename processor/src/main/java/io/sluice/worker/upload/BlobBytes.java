package io.sluice.worker.upload;

import io.sluice.image.BlobKey;
import io.sluice.imaging.ImageBytes;
import io.sluice.store.BlobPages;
import io.sluice.store.ObjectStore;
import io.sluice.trace.Spans;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The bytes of a blob, read in ranges. Most images are identified from their first kilobytes: that is one
/// request. Sequential reading requests longer and longer ranges, and after many requests the whole blob is
/// copied to a work file.
final class BlobBytes implements ImageBytes {

    static final int PAGE_BYTES = BlobPages.PAGE_BYTES;
    static final int MAX_REQUESTS = 24;

    private final ObjectStore store;
    private final BlobKey blob;
    private final long size;
    private final WorkDirectory workDirectory;
    private final BlobPages pages;
    private @Nullable Spool spool;

    BlobBytes(ObjectStore store, BlobKey blob, long size, WorkDirectory workDirectory) {
        this.store = store;
        this.blob = blob;
        this.size = size;
        this.workDirectory = workDirectory;
        this.pages = new BlobPages(store, blob, size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        return pages.fill(position, target, this::readSome);
    }

    /// Returns a local file with these bytes, which is removed when this is closed.
    Path file() throws IOException {
        return spool().file().path();
    }

    private int readSome(long position, ByteBuffer target, int wanted) throws IOException {
        if (spool == null && (pages.isCached(position) || pages.requests() < MAX_REQUESTS)) {
            return pages.read(position, target, wanted);
        }
        var window = target.slice(target.position(), wanted);
        int length = spool().channel().read(window, position);
        if (length < 1) {
            throw pages.endsEarly();
        }
        target.position(target.position() + length);
        return length;
    }

    private Spool spool() throws IOException {
        if (spool == null) {
            spool = Spans.call("store read", Spans.Kind.CLIENT, () -> fill(workDirectory.create()));
            pages.clear();
        }
        return spool;
    }

    private Spool fill(WorkDirectory.WorkFile file) throws IOException {
        Spans.attribute(ObjectStore.BYTES, size);
        try (var content = store.read(blob, 0, size);
                var out = Files.newOutputStream(file.path())) {
            if (content.transferTo(out) != size) {
                throw pages.endsEarly();
            }
            return new Spool(file, FileChannel.open(file.path(), StandardOpenOption.READ));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
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
