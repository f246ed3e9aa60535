package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Argb;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.Palette;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import java.io.IOException;

/// An analysis of an image's pixels: whether fewer bits represent them without loss, and whether all are
/// opaque.
///
/// Each question is examined only until it is answered: a photograph is finished after its first band.
final class PixelCensus {

    private final PixelLayout layout;
    private final Argb argb;
    private final int[] row;
    private final ColorSet colors;
    private final boolean indexed;
    private boolean opaque = true;
    private boolean gray;
    private boolean eight = true;
    private int grayBits = 1;

    private PixelCensus(PixelLayout layout, boolean gray, boolean indexed) {
        this.layout = layout;
        this.gray = gray;
        this.indexed = indexed;
        this.argb = new Argb(layout);
        this.row = new int[layout.width()];
        // a palette with as many bits as the gray would save nothing
        this.colors = new ColorSet(layout.channels() == Channels.GRAY ? 16 : Palette.MAX_SIZE);
    }

    /// @param annotations metadata of the image: a color profile excludes gray, a gray profile excludes a
    ///                    palette (PNG third edition, 11.3.2.3)
    static PixelCensus of(PixelSource source, Annotations annotations) throws IOException {
        var census = new PixelCensus(
                source.layout(),
                source.layout().channels().gray() || !annotations.profileOf("RGB "),
                !annotations.profileOf("GRAY"));
        for (int i = 0; i < source.bands() && !census.settled(); i++) {
            census.add(source.band(i));
        }
        return census;
    }

    /// Whether every pixel is fully opaque.
    boolean opaque() {
        return opaque;
    }

    /// Returns the layout with the fewest bits per pixel that represents all pixels exactly; the given one
    /// when there is none with fewer bits.
    PixelLayout smallest() {
        if (layout.bits() == 16 && !eight) {
            return of(gray, opaque, 16);
        }
        PixelLayout best = layout;
        if (bitsOf(of(gray, opaque, 8)) < bitsOf(best)) {
            best = of(gray, opaque, 8);
        }
        if (gray && opaque && grayBits < bitsOf(best)) {
            best = new PixelLayout(layout.width(), layout.height(), Channels.GRAY, grayBits);
        }
        long pixels = (long) layout.width() * layout.height();
        if (indexed && !colors.overflown() && indexBits() < bitsOf(best) && pixels >= 4L * colors.size()) {
            best = new PixelLayout(layout.width(), layout.height(), Channels.INDEXED, indexBits(), colors.palette());
        }
        return best;
    }

    private PixelLayout of(boolean gray, boolean opaque, int bits) {
        Channels channels = gray ? opaque ? Channels.GRAY : Channels.GRAY_ALPHA : opaque ? Channels.RGB : Channels.RGBA;
        return new PixelLayout(layout.width(), layout.height(), channels, bits);
    }

    private static int bitsOf(PixelLayout layout) {
        return layout.bits() * layout.channels().count();
    }

    private int indexBits() {
        int size = colors.size();
        return size <= 2 ? 1 : size <= 4 ? 2 : size <= 16 ? 4 : 8;
    }

    /// Whether further pixels cannot change any answer.
    private boolean settled() {
        boolean opaqueOpen = opaque && (layout.channels().alpha() || layout.channels() == Channels.INDEXED);
        boolean grayOpen = gray && !layout.channels().gray();
        boolean eightOpen = eight && layout.bits() == 16;
        boolean fewBitsOpen = eight && (!colors.overflown() || (gray && grayBits < 8));
        return !opaqueOpen && !grayOpen && !eightOpen && !fewBitsOpen;
    }

    private void add(byte[] rows) {
        int rowBytes = layout.rowBytes();
        for (int at = 0; at < rows.length; at += rowBytes) {
            if (layout.bits() == 16) {
                addWide(rows, at);
            }
            argb.read(rows, at, row);
            addNarrow();
        }
    }

    /// Examines the part of a 16-bit row that its 8-bit form does not contain.
    private void addWide(byte[] rows, int at) {
        int count = layout.channels().count();
        int end = at + layout.rowBytes();
        for (int i = at; eight && i < end; i += 2) {
            eight = rows[i] == rows[i + 1];
        }
        if (eight) {
            return;
        }
        if (layout.channels().alpha()) {
            for (int i = at + 2 * (count - 1); opaque && i < end; i += 2 * count) {
                opaque = (rows[i] & rows[i + 1]) == -1;
            }
        }
        if (!layout.channels().gray()) {
            for (int i = at; gray && i < end; i += 2 * count) {
                gray = rows[i] == rows[i + 2]
                        && rows[i] == rows[i + 4]
                        && rows[i + 1] == rows[i + 3]
                        && rows[i + 1] == rows[i + 5];
            }
        }
    }

    private void addNarrow() {
        if (opaque) {
            int all = -1;
            for (int pixel : row) {
                all &= pixel;
            }
            opaque = all >>> 24 == 0xFF;
        }
        if (gray) {
            int different = 0;
            for (int pixel : row) {
                different |= (pixel ^ pixel >> 8) & 0xFFFF;
            }
            gray = different == 0;
        }
        if (gray && grayBits < 8) {
            countGrayBits();
        }
        if (!colors.overflown()) {
            countColors();
        }
    }

    private void countGrayBits() {
        for (int pixel : row) {
            int v = pixel & 0xFF;
            int needed = v == 0 || v == 255 ? 1 : v % 85 == 0 ? 2 : v % 17 == 0 ? 4 : 8;
            grayBits = Math.max(grayBits, needed);
        }
    }

    private void countColors() {
        int last = ~row[0];
        for (int pixel : row) {
            if (pixel != last) {
                colors.add(pixel);
                last = pixel;
            }
        }
    }
}
