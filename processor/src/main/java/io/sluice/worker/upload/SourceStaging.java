package io.sluice.worker.upload;

import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.command.UploadCommand;
import io.sluice.crash.CrashPoint;
import io.sluice.fetch.FetchResult;
import io.sluice.fetch.UrlFetcher;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.image.Sha1;
import io.sluice.store.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import org.jspecify.annotations.Nullable;

/// The copy of an upload's bytes, from any source, to a blob that only this upload uses, with their SHA-1.
public final class SourceStaging {

    /// Prefix of the keys of all blobs.
    private static final String BLOBS = "blobs/";

    private final ObjectStore store;
    private final UrlFetcher fetcher;
    private final long maxFileBytes;

    public SourceStaging(ObjectStore store, UrlFetcher fetcher, long maxFileBytes) {
        this.store = store;
        this.fetcher = fetcher;
        this.maxFileBytes = maxFileBytes;
    }

    /// The result of staging the bytes.
    sealed interface Result {
        /// The bytes are in the store.
        ///
        /// @param name the file name that the source provides, if any
        record Taken(
                BlobKey blob,
                BinaryHash hash,
                long size,
                @Nullable String name) implements Result {}

        /// The bytes cannot be accepted.
        record Refused(Rejection reason) implements Result {}

        /// The bytes are not available now.
        record Failed(Fault fault) implements Result {}
    }

    /// @param written receives the key of every blob that this writes, also when it fails afterwards
    Result take(UploadCommand command, BlobLedger written) throws IOException, InterruptedException {
        var organization = command.organization();
        return switch (command.source()) {
            case Source.Staged staged -> takeStaged(staged, organization, written);
            case Source.StoredObject(var key) -> takeObject(key, organization, written);
            case Source.Url(var url) -> takeUrl(url, organization, written);
            case Source.Inline inline -> takeInline(inline, organization, written);
        };
    }

    private Result takeStaged(Source.Staged staged, Organization organization, BlobLedger written) {
        if (!staged.key().belongsTo(organization)) {
            return new Result.Refused(new Rejection.MalformedCommand(
                    "the staged object " + staged.key() + " does not belong to " + organization));
        }
        written.staged(staged.key());
        var rejection = rejectionOf(staged.size());
        return rejection == null
                ? new Result.Taken(staged.key(), staged.binaryHash(), staged.size(), null)
                : new Result.Refused(rejection);
    }

    /// Copies first and hashes the copy, because the owner of the original may change it meanwhile.
    private Result takeObject(BlobKey original, Organization organization, BlobLedger written) throws IOException {
        // a blob of another organization counts as missing: organizations must not read each other's blobs
        if (original.value().startsWith(BLOBS) && !original.belongsTo(organization)) {
            return new Result.Refused(new Rejection.BlobMissing(original.value()));
        }
        var rejection = rejectionOf(store.size(original));
        if (rejection != null) {
            return new Result.Refused(rejection);
        }
        var copy = BlobKey.unique(organization);
        written.wrote(copy);
        store.copy(original, copy);
        CrashPoint.BLOB_WRITTEN.pass();
        var digest = Sha1.digest();
        try (var content = new DigestInputStream(store.read(copy), digest)) {
            long size = content.transferTo(OutputStream.nullOutputStream());
            var objectionToCopy = rejectionOf(size);
            return objectionToCopy == null
                    ? new Result.Taken(copy, BinaryHash.of(digest), size, lastSegment(original))
                    : new Result.Refused(objectionToCopy);
        }
    }

    private Result takeUrl(String url, Organization organization, BlobLedger written)
            throws IOException, InterruptedException {
        var blob = BlobKey.unique(organization);
        var digest = Sha1.digest();
        try (var writer = store.write(blob)) {
            return switch (fetcher.fetch(url, new DigestOutputStream(writer, digest))) {
                case FetchResult.Refused(var reason) -> new Result.Refused(reason);
                case FetchResult.Failed(var reason, var retryAfter) ->
                    new Result.Failed(new Fault.OfUrl(reason, retryAfter));
                case FetchResult.Fetched(var name, var size) -> {
                    written.wrote(blob);
                    writer.complete();
                    CrashPoint.BLOB_WRITTEN.pass();
                    yield new Result.Taken(blob, BinaryHash.of(digest), size, name);
                }
            };
        }
    }

    private Result takeInline(Source.Inline inline, Organization organization, BlobLedger written) throws IOException {
        var rejection = rejectionOf(inline.bytes().size());
        if (rejection != null) {
            return new Result.Refused(rejection);
        }
        var blob = BlobKey.unique(organization);
        var digest = Sha1.digest();
        try (var writer = store.write(blob)) {
            inline.bytes().stream().transferTo(new DigestOutputStream(writer, digest));
            written.wrote(blob);
            writer.complete();
        }
        CrashPoint.BLOB_WRITTEN.pass();
        return new Result.Taken(blob, BinaryHash.of(digest), inline.bytes().size(), null);
    }

    private @Nullable Rejection rejectionOf(long size) {
        if (size < 1) {
            return new Rejection.EmptyFile();
        }
        return size > maxFileBytes ? new Rejection.TooLarge(maxFileBytes) : null;
    }

    private static String lastSegment(BlobKey key) {
        return key.value().substring(key.value().lastIndexOf('/') + 1);
    }
}
