package io.sluice.store.file;

import io.sluice.image.BlobKey;
import io.sluice.store.BlobWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A writer to a temporary file. It does not buffer, so callers write in chunks.
final class FileBlobWriter extends BlobWriter {

    private static final Logger LOG = LoggerFactory.getLogger(FileBlobWriter.class);

    private final FileObjectStore store;
    private final BlobKey key;
    private final TemporaryFiles.Temporary temporary;

    FileBlobWriter(FileObjectStore store, BlobKey key, TemporaryFiles.Temporary temporary) {
        this.store = store;
        this.key = key;
        this.temporary = temporary;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        var buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            temporary.channel().write(buffer);
        }
    }

    @Override
    public void complete() {
        try {
            temporary.force();
            store.place(temporary.file(), key);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException("the object " + key + " exists already", e);
        } catch (IOException e) {
            throw FileObjectStore.unavailable("write", key, e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            temporary.close();
        } catch (IOException e) {
            // the object is complete or does not exist; the file is removed when the store is opened again
            LOG.atWarn().addKeyValue("blob", key).setCause(e).log("temporary file not removed");
        }
    }
}
