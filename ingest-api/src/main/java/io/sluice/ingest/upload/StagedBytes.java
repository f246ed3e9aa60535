package io.sluice.ingest.upload;

import io.sluice.command.Source;
import io.sluice.imaging.ImageBytes;
import io.sluice.store.BlobPages;
import io.sluice.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of a staged file, read from the store in ranges, never as a whole.
final class StagedBytes implements ImageBytes {

    /// Maximum number of reads for one file. Files that are read in order need one for each megabyte.
    static final int MAX_REQUESTS = 4_096;

    private final long size;
    private final BlobPages pages;

    /// Thrown when the file is read in too many places.
    static final class ScatteredFileException extends IOException {

        private static final long serialVersionUID = 1L;

        private ScatteredFileException() {
            super("identification needs more than " + MAX_REQUESTS + " reads of the store");
        }
    }

    StagedBytes(ObjectStore store, Source.Staged file) {
        this.size = file.size();
        this.pages = new BlobPages(store, file.key(), file.size());
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        return pages.fill(position, target, this::readSome);
    }

    private int readSome(long position, ByteBuffer target, int wanted) throws IOException {
        if (pages.requests() >= MAX_REQUESTS && !pages.isCached(position)) {
            throw new ScatteredFileException();
        }
        return pages.read(position, target, wanted);
    }

    @Override
    public void close() {
        pages.clear();
    }
}
