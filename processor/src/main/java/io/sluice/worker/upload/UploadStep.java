package io.sluice.worker.upload;

import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Target;

/// The progress of a try of an upload. Each step except the last contains the input of the next one.
public sealed interface UploadStep {

    /// The bytes are in a blob of this upload, to be identified next.
    record Received(SourceStaging.Result.Taken taken) implements UploadStep {}

    /// The bytes are an image, to be converted next.
    record Convertible(SourceStaging.Result.Taken taken, Identified identified, Target target) implements UploadStep {

        public long pixels() {
            return (long) identified.width() * identified.height();
        }
    }

    /// The try has ended.
    record Ended(UploadResult result) implements UploadStep {}
}
