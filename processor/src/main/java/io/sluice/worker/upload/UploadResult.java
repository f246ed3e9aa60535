package io.sluice.worker.upload;

import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.image.BlobKey;
import java.util.List;

/// What one try of one upload came to. Each result says which blobs nobody needs once it is known to the
/// others.
public sealed interface UploadResult {

    List<BlobKey> unneeded();

    /// The blob is in the store; `register` is what the catalog must be told.
    record Stored(RegistrationCommand.Register register, List<BlobKey> unneeded) implements UploadResult {}

    /// These bytes will never become a source image here, however often they are tried.
    record Refused(Rejection reason, List<BlobKey> unneeded) implements UploadResult {}

    /// Something around us failed; the same command may succeed later.
    record Deferred(Fault fault, List<BlobKey> unneeded) implements UploadResult {}

    /// The thread was interrupted: the try took too long, or we are shutting down.
    record Interrupted(List<BlobKey> unneeded) implements UploadResult {}
}
