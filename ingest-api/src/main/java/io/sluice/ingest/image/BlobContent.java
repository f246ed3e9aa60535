package io.sluice.ingest.image;

import io.sluice.image.BlobKey;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bytes of a blob on their way through one buffer. The first of them are read before anything else, so that a store
/// that fails at once does so before the answer has begun.
final class BlobContent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlobContent.class);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final BlobKey blob;
    private final InputStream content;
    private final long length;
    private final byte[] buffer;
    private long read;
    private int filled;

    private BlobContent(BlobKey blob, InputStream content, long length) {
        this.blob = blob;
        this.content = content;
        this.length = length;
        this.buffer = new byte[(int) Math.min(BUFFER_BYTES, length)];
    }

    /// @param content of the blob, which is closed with this, or when this fails
    /// @param length  how many bytes there must be
    /// @throws StoreUnavailableException when the store fails
    static BlobContent open(BlobKey blob, InputStream content, long length) {
        var opened = new BlobContent(blob, content, length);
        try {
            opened.fill();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    long length() {
        return length;
    }

    /// Holds the next bytes, [#filled] of them.
    byte[] buffer() {
        return buffer;
    }

    /// 0 at the end.
    int filled() {
        return filled;
    }

    /// Reads the next bytes.
    ///
    /// @throws StoreUnavailableException when the store fails, or has fewer bytes than there must be
    void fill() {
        var wanted = (int) Math.min(buffer.length, length - read);
        try {
            filled = content.readNBytes(buffer, 0, wanted);
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot read " + blob + " from byte " + read + " on", e);
        }
        read += filled;
        if (filled < wanted) {
            throw new StoreUnavailableException(blob + " ends after " + read + " of " + length + " bytes", null);
        }
    }

    @Override
    public void close() {
        try {
            content.close();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("blob", blob).setCause(e).log("what was read of a blob cannot be closed");
        }
    }
}
