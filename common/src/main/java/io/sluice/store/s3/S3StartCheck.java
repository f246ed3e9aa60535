package io.sluice.store.s3;

import io.minio.Http;
import io.sluice.config.ConfigurationException;
import io.sluice.image.BlobKey;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.BlobWriter;
import io.sluice.store.StoreRefusedException;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A check of what an S3 server does, with about 20 requests for three small objects under [#PREFIX], which it
/// removes. Their keys are random, so any number of processes may check at the same time.
///
/// Every request is attempted a few times at most, so a check takes a bounded time. Objects that are left when a
/// process is killed in between are removed by `sluice sweep`, since no image refers to them.
final class S3StartCheck {

    /// No organization has this prefix, because names of organizations have no underscore.
    static final String PREFIX = "blobs/_probe/";

    private static final int BYTES = 64;
    private static final int RANGE_AT = 16;
    private static final int RANGE_BYTES = 8;

    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    /// A checksum in the right format that is not the one of the bytes, except with a probability of 2^-32.
    private static final Map<String, String> OTHER_CHECKSUM =
            Map.of("x-amz-checksum-crc32c", "AAAAAA==", "x-amz-sdk-checksum-algorithm", "CRC32C");

    private static final Logger LOG = LoggerFactory.getLogger(S3StartCheck.class);

    private final S3ObjectStore store;
    private final S3Requests requests;
    private final S3Refusals refusals;
    private final byte[] bytes = new byte[BYTES];
    private final BlobKey whole;
    private final BlobKey parts;
    private final BlobKey copy;

    S3StartCheck(S3ObjectStore store, S3Requests requests, S3Refusals refusals) {
        this.store = store;
        this.requests = requests;
        this.refusals = refusals;
        ThreadLocalRandom.current().nextBytes(bytes);
        var name = PREFIX + UUID.randomUUID();
        this.whole = new BlobKey(name);
        this.parts = new BlobKey(name + "-parts");
        this.copy = new BlobKey(name + "-copy");
    }

    /// Returns the features that the server lacks.
    ///
    /// @throws ConfigurationException    when it lacks something that cannot be replaced: objects that can be read
    ///                                   as soon as they are written, multipart uploads, deletions
    /// @throws StoreRefusedException     when it does not allow requests that are necessary
    /// @throws StoreUnavailableException when it fails or cannot be reached
    Set<S3Feature> run() {
        try {
            checkWrites();
            checkParts();
            var lacking = EnumSet.noneOf(S3Feature.class);
            for (var feature : S3Feature.values()) {
                if (!has(feature)) {
                    lacking.add(feature);
                }
            }
            checkDeletions();
            return Collections.unmodifiableSet(lacking);
        } catch (RuntimeException e) {
            removeAll();
            throw e;
        }
    }

    private void checkWrites() {
        essential("writes (PutObject)", () -> write(store.write(whole)));
        var found = essential("reads (GetObject)", () -> bytesOf(store.read(whole)));
        if (!Arrays.equals(found, bytes)) {
            throw lacks("reading an object as it was written", found.length + " other bytes were read");
        }
    }

    private void checkParts() {
        essential("multipart uploads (CreateMultipartUpload, UploadPart, CompleteMultipartUpload)", () -> {
            var writer = new S3BlobWriter(requests, parts);
            try (writer) {
                writer.write(bytes, 0, bytes.length);
                writer.sendPart();
                writer.complete();
            }
            return parts;
        });
        var size = essential("the size of objects (HeadObject)", () -> store.size(parts));
        if (size != BYTES) {
            throw lacks("multipart uploads", "an object of " + BYTES + " bytes has the size " + size);
        }
    }

    private void checkDeletions() {
        for (var key : List.of(whole, parts, copy)) {
            essential("deletions (DeleteObject)", () -> {
                store.delete(key);
                return key;
            });
        }
        try {
            var size = store.size(whole);
            throw lacks("deletions (DeleteObject)", "a deleted object still has " + size + " bytes");
        } catch (BlobNotFoundException _) {
            // as it should be
        }
    }

    private boolean has(S3Feature feature) {
        return switch (feature) {
            case RANGED_READS -> readsRanges();
            case COPIES -> copies();
            case CONDITIONAL_WRITES -> {
                var refusal = refusal(
                        () -> requests.put(whole, bytes, BYTES, it -> it.extraHeaders(Map.of("If-None-Match", "*"))));
                yield refusal.isPresent()
                        && (refusal.getAsInt() == PRECONDITION_FAILED || refusal.getAsInt() == CONFLICT);
            }
            case CHECKSUMS -> {
                var refusal = refusal(
                        () -> requests.put(parts, bytes, BYTES, it -> it.headers(new Http.Headers(OTHER_CHECKSUM))));
                yield refusal.isPresent() && refusal.getAsInt() == BAD_REQUEST;
            }
        };
    }

    private boolean readsRanges() {
        var expected = Arrays.copyOfRange(bytes, RANGE_AT, RANGE_AT + RANGE_BYTES);
        var found = new byte[][] {new byte[0]};
        var refusal = refusal(() -> found[0] = bytesOf(store.read(whole, RANGE_AT, RANGE_BYTES)));
        return refusal.isEmpty() && Arrays.equals(found[0], expected);
    }

    /// A server that does not know the header of copies may write an empty object instead.
    private boolean copies() {
        var found = new byte[][] {new byte[0]};
        var refusal = refusal(() -> {
            store.copy(whole, copy);
            found[0] = bytesOf(store.read(copy));
        });
        return refusal.isEmpty() && Arrays.equals(found[0], bytes);
    }

    private BlobKey write(BlobWriter writer) {
        try (writer) {
            writer.write(bytes);
            writer.complete();
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot write " + whole + ": " + e.getMessage(), e);
        }
        return whole;
    }

    private byte[] bytesOf(InputStream content) {
        try (content) {
            return content.readNBytes(BYTES + 1);
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot read " + whole + ": " + e.getMessage(), e);
        }
    }

    /// Makes a request without which the store cannot work.
    private <T> T essential(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (BlobNotFoundException e) {
            throw lacks(what, e.getMessage());
        } catch (StoreUnavailableException e) {
            throwUnlessPermanent(e);
            throw lacks(what, e.getMessage());
        }
    }

    /// Makes a request without which the store can work.
    ///
    /// @return the status with which it is refused, 0 for any other permanent failure; empty when it succeeds
    private OptionalInt refusal(Runnable request) {
        try {
            request.run();
            return OptionalInt.empty();
        } catch (BlobNotFoundException _) {
            return OptionalInt.of(0);
        } catch (StoreUnavailableException e) {
            throwUnlessPermanent(e);
            return OptionalInt.of(S3Requests.status(e.getCause()));
        }
    }

    /// Throws failures that say nothing about the server's features.
    private void throwUnlessPermanent(StoreUnavailableException failure) {
        var refused = refusals.of(failure);
        if (refused.isPresent()) {
            throw refused.get();
        }
        if (failure.getCause() == null || S3Requests.mayPass(failure.getCause())) {
            throw refusals.hinted(failure);
        }
    }

    private ConfigurationException lacks(String what, @Nullable String seen) {
        return new ConfigurationException("the S3 server at "
                + refusals.bucket().endpoint() + " cannot be used, as it lacks " + what + ": " + seen);
    }

    private void removeAll() {
        for (var key : List.of(whole, parts, copy)) {
            try {
                store.delete(key);
            } catch (StoreUnavailableException e) {
                LOG.atDebug().addKeyValue("blob", key).setCause(e).log("object of the start check not removed");
                return;
            }
        }
    }
}
