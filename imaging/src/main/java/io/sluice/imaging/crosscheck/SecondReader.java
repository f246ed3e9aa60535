package io.sluice.imaging.crosscheck;

import java.io.Closeable;
import java.io.IOException;

/// Reads single rows of an original, without any code of the decoder that converts it.
interface SecondReader extends Closeable {

    /// How rows are to be compared.
    ///
    /// @param tolerance     largest difference of a sample, of 65,535
    /// @param premultiplied whether colours were divided by alpha, which makes them coarser the smaller alpha
    ///                      is
    /// @param colors        how colours can be compared
    record Rules(int tolerance, boolean premultiplied, Colors colors) {}

    /// The ways to compare colours.
    enum Colors {
        /// Not at all: a profile converts them.
        UNKNOWN,
        /// By their ratios: they are numbers of any range.
        RATIOS,
        /// By their values.
        VALUES
    }

    int width();

    int height();

    /// Rows of a strip or tile: reading rows in the middle of one takes as long as reading those before.
    int blockHeight();

    /// Whether any row is as cheap as any other.
    boolean addressable();

    /// Whether the row after the last one costs little.
    boolean sequential();

    Rules rules();

    /// Reads red, green, blue and alpha of each pixel of row `y`, from 0 to 1.
    void row(int y, double[] rgba) throws IOException;
}
