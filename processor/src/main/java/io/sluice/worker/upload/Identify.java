package io.sluice.worker.upload;

import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageBytes;
import java.io.IOException;

/// The imaging room's first door: tells what kind of image some bytes are. Used by many threads at once.
@FunctionalInterface
public interface Identify {

    /// @throws IOException when the bytes cannot be reached; that says nothing about the image
    Identification identify(ImageBytes bytes) throws IOException;
}
