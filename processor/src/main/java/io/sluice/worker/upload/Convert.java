package io.sluice.worker.upload;

import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification;
import io.sluice.imaging.Target;
import java.io.IOException;
import java.nio.file.Path;

/// The imaging room's second door: turns a TIFF or PSD into something browsers show. Used by many threads at
/// once.
@FunctionalInterface
public interface Convert {

    /// Converts the file `source` into the file `destination`, which is written anew.
    ///
    /// @throws IOException when a file cannot be read or written; that says nothing about the image
    Conversion convert(Path source, Identification.Identified identified, Target target, Path destination)
            throws IOException, InterruptedException;
}
