package io.sluice.worker.upload;

import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageBytes;
import java.io.IOException;

/// The identification of an image from its bytes. Called by many threads.
@FunctionalInterface
public interface Identify {

    /// @throws IOException when the bytes cannot be read, whatever the image is
    Identification identify(ImageBytes bytes) throws IOException;
}
