package io.sluice.imaging.read;

import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.ImageLimits;
import java.io.IOException;

/// Reads one format. Implementations have no state; they are called once the signature has been recognised.
public interface FormatParser {

    /// Identifies the image, starting at position 0.
    ///
    /// Dimensions must be checked with [Dimensions#check] before any pixel is looked at.
    ///
    /// @throws Refusal     when the file is damaged, contradicts itself or is too large
    /// @throws IOException when the bytes cannot be reached
    Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException;
}
