package io.sluice.imaging.read;

import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.ImageLimits;
import java.io.IOException;

/// A parser of one format. Implementations have no state; they are called once the signature has been
/// recognized.
public interface FormatParser {

    /// Identifies the image, starting at position 0.
    ///
    /// Dimensions must be checked with [Dimensions#check] before any pixel is decoded.
    ///
    /// @throws Refusal     when the file is damaged, inconsistent or too large
    /// @throws IOException when the bytes cannot be read
    Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException;
}
