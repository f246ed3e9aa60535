package io.sluice.ingest.image;

import io.sluice.image.BlobKey;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bytes of a blob, read through one buffer. The first bytes are read when it is opened, so that an
/// immediate failure of the store is known before the response has started.
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

    /// Reads the first bytes.
    /// @param content stream of the blob; closed together with this object, or when this method fails
    /// @param length  expected number of bytes
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

    /// Returns the buffer, of which the first [#filled] bytes are valid.
    byte[] buffer() {
        return buffer;
    }

    /// Returns the number of bytes in the buffer; 0 at the end.
    int filled() {
        return filled;
    }

    /// Reads the next bytes.
    ///
    /// @throws StoreUnavailableException when the store fails, or has fewer bytes than expected
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
            LOG.atWarn().addKeyValue("blob", blob).setCause(e).log("blob stream not closed");
        }
    }
}
