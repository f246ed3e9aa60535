package io.sluice.imaging.preview;

import io.sluice.imaging.decode.DecodedImage;
import io.sluice.imaging.pixels.Argb;
import io.sluice.imaging.pixels.IccProfile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The rows of a TIFF or PSD, decoded band by band.
final class BandRows implements Rows {

    private final DecodedImage image;
    private final Argb reader;
    private int band = -1;
    private byte[] rows = {};

    BandRows(DecodedImage image) {
        this.image = image;
        image.pixels().keepNoMore();
        reader = new Argb(image.pixels().layout());
    }

    @Override
    public int width() {
        return image.pixels().layout().width();
    }

    @Override
    public int height() {
        return image.pixels().layout().height();
    }

    @Override
    public @Nullable IccProfile profile() {
        return image.annotations().icc();
    }

    @Override
    public void read(int y, int[] argb) throws IOException {
        int wanted = y / image.pixels().bandRows();
        if (wanted != band) {
            rows = image.pixels().band(wanted);
            band = wanted;
        }
        reader.read(
                rows, y % image.pixels().bandRows() * image.pixels().layout().rowBytes(), argb);
    }

    @Override
    public void close() throws IOException {
        image.close();
    }
}
