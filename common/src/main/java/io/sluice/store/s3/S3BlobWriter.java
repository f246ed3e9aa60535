package io.sluice.store.s3;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.UploadPartArgs;
import io.minio.messages.Part;
import io.sluice.image.BlobKey;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.BlobWriter;
import io.sluice.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A writer that collects bytes into parts; an object that fits into one part is sent with a single PUT.
///
/// It uses the client's single requests: the client's own upload of unknown length pulls from a stream,
/// whereas this writer is pushed to, and it reserves a whole part even for a small object.
final class S3BlobWriter extends BlobWriter {

    /// The minimum part size of S3; 10,000 parts make 48 GiB.
    static final int PART_BYTES = 5 * 1024 * 1024;

    private static final int FIRST_BUFFER_BYTES = 64 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(S3BlobWriter.class);

    private final S3Requests requests;
    private final BlobKey key;
    private final List<Part> parts = new ArrayList<>();
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int filled;
    private long written;
    private @Nullable String uploadId;
    private boolean closed;

    S3BlobWriter(S3Requests requests, BlobKey key) {
        this.requests = requests;
        this.key = key;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        checkOpen();
        for (var at = offset; at < offset + length; ) {
            // a part is sent only when more bytes follow: an object of exactly one part needs no multipart upload
            if (filled == PART_BYTES) {
                sendPart();
            }
            var count = Math.min(offset + length - at, PART_BYTES - filled);
            if (filled + count > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(PART_BYTES, Math.max(filled + count, 2 * buffer.length)));
            }
            System.arraycopy(bytes, at, buffer, filled, count);
            filled += count;
            at += count;
        }
    }

    @Override
    public void complete() {
        checkOpen();
        if (uploadId == null) {
            requests.put(key, buffer, filled, _ -> {});
        } else {
            if (filled > 0) {
                sendPart();
            }
            completeParts(uploadId);
        }
        closed = true;
    }

    private void completeParts(String id) {
        try {
            var _ = requests.call(
                    "complete",
                    key,
                    client -> client.completeMultipartUpload(CompleteMultipartUploadArgs.builder()
                            .bucket(requests.bucket())
                            .object(key.value())
                            .uploadId(id)
                            .parts(parts.toArray(Part[]::new))
                            .build()));
        } catch (BlobNotFoundException e) {
            // no such upload: it may have been completed by an attempt whose response was lost
            var size = requests.size(key);
            if (size != written) {
                throw new StoreUnavailableException(
                        "cannot complete " + key + ": of " + written + " bytes there are " + size, e);
            }
        }
    }

    /// Sends the collected bytes as a part. Of a part that others follow, S3 requires [#PART_BYTES].
    void sendPart() {
        var id = uploadId == null ? begin() : uploadId;
        var response = requests.call(
                "write a part of",
                key,
                client -> client.uploadPart(UploadPartArgs.builder()
                        .bucket(requests.bucket())
                        .object(key.value())
                        .uploadId(id)
                        .partNumber(parts.size() + 1)
                        .data(buffer, filled)
                        .build()));
        parts.add(response.part());
        written += filled;
        filled = 0;
    }

    private String begin() {
        var id = requests.call(
                        "begin",
                        key,
                        client -> client.createMultipartUpload(CreateMultipartUploadArgs.builder()
                                .bucket(requests.bucket())
                                .object(key.value())
                                .build()))
                .result()
                .uploadId();
        uploadId = id;
        return id;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the writer of " + key + " is closed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        var id = uploadId;
        if (id == null) {
            return;
        }
        try {
            var _ = requests.call(
                    "abort",
                    key,
                    client -> client.abortMultipartUpload(AbortMultipartUploadArgs.builder()
                            .bucket(requests.bucket())
                            .object(key.value())
                            .uploadId(id)
                            .build()));
        } catch (BlobNotFoundException | StoreUnavailableException e) {
            LOG.atWarn().addKeyValue("blob", key).setCause(e).log("unfinished multipart upload not aborted");
        }
    }
}
