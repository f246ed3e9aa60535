package io.sluice.imaging.webp;

import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.webp.Vp8lPixels.Rows;
import io.sluice.imaging.webp.Vp8lPixels.TooComplex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A decoder of the lossless image format of WebP (RFC 9649, 3), row by row and in a few megabytes of memory.
final class Vp8lDecoder {

    private Vp8lDecoder() {}

    /// Decodes an image with known dimensions, until `rows` returns false.
    ///
    /// @throws TooComplex when decoding would take unusually much memory or time; the image may be valid
    static void decode(Vp8lBits bits, int width, int height, Rows rows) throws Refusal, IOException, TooComplex {
        List<Vp8lTransform> transforms = new ArrayList<>();
        int coded = width;
        int seen = 0;
        while (bits.flag()) {
            int type = bits.read(2);
            if ((seen & 1 << type) != 0) {
                throw bits.corrupt("has the same transform twice");
            }
            seen |= 1 << type;
            var transform = Vp8lTransform.read(bits, type, coded, height);
            transforms.addFirst(transform); // they are reversed in reverse order
            coded = transform.codedWidth();
        }
        // A copy of each row, because references refer to coded pixels.
        int[] copy = new int[coded];
        Vp8lPixels.main(bits, coded, height, (row, y) -> {
            bits.announce((long) transforms.size() * width);
            System.arraycopy(row, 0, copy, 0, row.length);
            int[] pixels = copy;
            for (var transform : transforms) {
                pixels = transform.undo(pixels, y);
            }
            return rows.row(pixels, y);
        });
    }
}
