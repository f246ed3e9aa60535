package io.sluice.worker.upload;

import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.image.BlobKey;
import java.util.List;

/// The result of one try of an upload, with the blobs that are unused once it is published.
public sealed interface UploadResult {

    List<BlobKey> unneeded();

    /// The blob is in the store; `register` is the command for the catalog.
    record Stored(RegistrationCommand.Register register, List<BlobKey> unneeded) implements UploadResult {}

    /// The bytes are refused; another try would have the same result.
    record Refused(Rejection reason, List<BlobKey> unneeded) implements UploadResult {}

    /// A dependency failed; the same command may succeed later.
    record Deferred(Fault fault, List<BlobKey> unneeded) implements UploadResult {}

    /// The thread was interrupted: the try exceeded its deadline, or the process stops.
    record Interrupted(List<BlobKey> unneeded) implements UploadResult {}
}
