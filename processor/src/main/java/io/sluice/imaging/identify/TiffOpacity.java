package io.sluice.imaging.identify;

import java.io.IOException;

/// Looks through the alpha channel of a TIFF page.
final class TiffOpacity {

    private final ByteReader in;
    private final TiffPage page;

    TiffOpacity(ByteReader in, TiffPage page) {
        this.in = in;
        this.page = page;
    }

    boolean opaque() throws Refusal, IOException {
        return page.alphaSample() < 0 || in.size() < 0;
    }
}
