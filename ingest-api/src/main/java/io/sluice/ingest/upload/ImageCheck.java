package io.sluice.ingest.upload;

import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageBytes;
import java.io.IOException;

/// Identifies a file as a worker will: [io.sluice.imaging.identify.Identifier]. Thread-safe.
@FunctionalInterface
public interface ImageCheck {

    /// @throws IOException when the bytes cannot be read, which implies nothing about the image
    Identification identify(ImageBytes bytes) throws IOException;
}
