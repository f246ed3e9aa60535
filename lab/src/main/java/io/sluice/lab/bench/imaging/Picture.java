package io.sluice.lab.bench.imaging;

import io.sluice.standalone.sample.Rows;

/// An image to be written as files of various kinds.
interface Picture extends Rows {

    /// Returns its name in the output and in the names of files.
    String name();
}
