package io.sluice.lab.bench.imaging;

import java.io.IOException;
import java.nio.file.Path;

/// Something that converts a file to PNG.
interface Contender extends AutoCloseable {

    /// How the table names it.
    String name();

    /// Whether it reads such files at all.
    boolean reads(SourceFile kind);

    /// Converts `source` to `destination`, a PNG.
    ///
    /// @throws IOException when it cannot, with its reason
    Run convert(Path source, Path destination) throws IOException, InterruptedException;

    @Override
    void close();
}
