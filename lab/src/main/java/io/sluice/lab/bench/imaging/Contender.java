package io.sluice.lab.bench.imaging;

import java.io.IOException;
import java.nio.file.Path;

/// A converter of files to PNG.
interface Contender extends AutoCloseable {

    /// Returns its name in the table.
    String name();

    /// Whether it reads files with such a name.
    boolean reads(Path source);

    /// Converts `source` to `destination`, a PNG.
    ///
    /// @throws IOException when it fails, with the reason
    Run convert(Path source, Path destination) throws IOException, InterruptedException;

    @Override
    void close();
}
