package io.sluice.ingest.upload.form;

import io.sluice.command.Rejection;
import io.sluice.crash.CrashPoint;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.image.Sha1;
import io.sluice.ingest.quota.Quotas.FileMaximum;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.store.BlobWriter;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import io.sluice.trace.Spans;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The blobs that one request has staged. Closing deletes those that were not kept with [#keep], so that a
/// failed request leaves none behind.
public final class Staging implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ObjectStore store;
    private final Organization organization;
    private final FileMaximum maximum;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Set<BlobKey> unclaimed = new LinkedHashSet<>();

    public Staging(ObjectStore store, Organization organization, FileMaximum maximum) {
        this.store = store;
        this.organization = organization;
        this.maximum = maximum;
    }

    /// Streams a file into the store through one small buffer.
    ///
    /// @throws IOException               when `content` cannot be read completely; the file is discarded
    /// @throws ProblemException          when the file is larger than allowed; reading stops at the limit
    /// @throws StoreUnavailableException when the store fails
    StagedFile stage(String name, InputStream content) throws IOException {
        return Spans.call("stage", Spans.Kind.CLIENT, () -> write(name, content));
    }

    private StagedFile write(String name, InputStream content) throws IOException {
        var key = BlobKey.unique(organization);
        var digest = Sha1.digest();
        var size = 0L;
        try (var writer = store.write(key)) {
            // fills the buffer each time: the parser returns a few KB at once, and every write is a call to the store
            for (int read; (read = content.readNBytes(buffer, 0, buffer.length)) > 0; ) {
                size += read;
                if (size > maximum.bytes()) {
                    throw new ProblemException(maximum.exceeded());
                }
                digest.update(buffer, 0, read);
                write(writer, key, read);
            }
            if (size == 0) {
                throw new ProblemException(new Rejection.EmptyFile());
            }
            unclaimed.add(key);
            writer.complete();
        }
        CrashPoint.BLOB_WRITTEN.pass();
        Spans.attribute(ObjectStore.BYTES, size);
        return new StagedFile(name, key, BinaryHash.of(digest), size);
    }

    /// Keeps a blob, because a command refers to it or may do so.
    public void keep(BlobKey blob) {
        unclaimed.remove(blob);
    }

    @Override
    public void close() {
        for (var blob : unclaimed) {
            try {
                store.delete(blob);
            } catch (StoreUnavailableException e) {
                LOG.atWarn().addKeyValue("blob", blob).setCause(e).log("staged blob not deleted");
            }
        }
        unclaimed.clear();
    }

    private void write(BlobWriter writer, BlobKey key, int length) {
        try {
            writer.write(buffer, 0, length);
        } catch (IOException e) {
            // distinguished from a read failure, which is the client's fault
            throw new StoreUnavailableException("cannot write " + key, e);
        }
    }
}
