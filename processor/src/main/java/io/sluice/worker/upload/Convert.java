package io.sluice.worker.upload;

import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification;
import io.sluice.imaging.Target;
import java.io.IOException;
import java.nio.file.Path;

/// The conversion of a TIFF or PSD file into a format that browsers show. Called by many threads.
@FunctionalInterface
public interface Convert {

    /// Converts the file `source` and overwrites the file `destination` with the result.
    ///
    /// @throws IOException when a file cannot be read or written, whatever the image is
    Conversion convert(Path source, Identification.Identified identified, Target target, Path destination)
            throws IOException, InterruptedException;
}
