package io.sluice.imaging.tiff;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// One page of a TIFF: how its samples are laid out, checked against what the file has.
///
/// @param directory   where the rest is looked up
/// @param samples     samples a pixel
/// @param bits        bits a sample, of the first one
/// @param alphaSample index of the alpha channel among the samples, -1 without
/// @param planar      each sample is stored in a plane of its own
/// @param blockWidth  width of a strip or tile in pixels
/// @param blockHeight height of a strip or tile
record TiffPage(
        TiffDirectory directory,
        Dimensions size,
        int samples,
        int bits,
        int alphaSample,
        int compression,
        int photometric,
        int orientation,
        boolean planar,
        boolean tiled,
        int blockWidth,
        int blockHeight) {

    private static final int UNKNOWN_PHOTOMETRIC = -1;
    private static final int MOST_SAMPLES = 1024;
    private static final int BATCH = 4096;

    static TiffPage of(ByteReader in, TiffDirectory directory, ImageLimits limits) throws Refusal, IOException {
        var size = Dimensions.check(
                ImageFormat.TIFF,
                directory.required(TiffDirectory.WIDTH, "width"),
                directory.required(TiffDirectory.HEIGHT, "height"),
                limits);
        int samples = number(in, directory, TiffDirectory.SAMPLES_PER_PIXEL, 1, 1, MOST_SAMPLES);
        int bits = number(in, directory, TiffDirectory.BITS_PER_SAMPLE, 1, 1, 64);
        int compression = number(in, directory, TiffDirectory.COMPRESSION, TiffImage.UNCOMPRESSED, 1, 0xFFFF);
        int photometric = number(in, directory, TiffDirectory.PHOTOMETRIC, UNKNOWN_PHOTOMETRIC, -1, 0xFFFF);
        int planar = number(in, directory, TiffDirectory.PLANAR, 1, 1, 2);
        long orientation = directory.value(TiffDirectory.ORIENTATION, 1);
        boolean tiled = directory.has(TiffDirectory.TILE_WIDTH);
        int blockWidth =
                tiled ? number(in, directory, TiffDirectory.TILE_WIDTH, 0, 1, Integer.MAX_VALUE) : size.width();
        long rows = directory.value(tiled ? TiffDirectory.TILE_HEIGHT : TiffDirectory.ROWS_PER_STRIP, size.height());
        if (rows < 1) {
            throw in.corrupt("its strips or tiles have no rows");
        }
        var page = new TiffPage(
                directory,
                size,
                samples,
                bits,
                alphaSample(directory, samples),
                compression,
                photometric,
                orientation >= 1 && orientation <= 8 ? (int) orientation : 1,
                planar == 2,
                tiled,
                blockWidth,
                (int) Math.min(rows, tiled ? Integer.MAX_VALUE : size.height()));
        page.checkBlocks(in);
        return page;
    }

    private static int number(ByteReader in, TiffDirectory directory, int tag, int absent, int least, int most)
            throws Refusal, IOException {
        long value = directory.value(tag, absent);
        if (value < least || value > most) {
            throw in.corrupt("tag " + tag + " holds " + value + ", " + least + " to " + most + " is allowed");
        }
        return (int) value;
    }

    /// ExtraSamples (TIFF 6.0, section 18) names what the last samples are: 1 and 2 are alpha.
    private static int alphaSample(TiffDirectory directory, int samples) throws Refusal, IOException {
        int extra = (int) Math.min(directory.count(TiffDirectory.EXTRA_SAMPLES), samples);
        for (int i = 0; i < extra; i++) {
            long kind = directory.value(TiffDirectory.EXTRA_SAMPLES, 0, i);
            if (kind == 1 || kind == 2) {
                return samples - extra + i;
            }
        }
        return -1;
    }

    int blocksAcross() {
        return Math.ceilDiv(size.width(), blockWidth);
    }

    int blocksDown() {
        return Math.ceilDiv(size.height(), blockHeight);
    }

    /// Bytes of one row of a block.
    long blockRowBytes() {
        return ((long) blockWidth * bits * (planar ? 1 : samples) + 7) / 8;
    }

    /// How samples were made to compress better; without compression that tag has no meaning.
    int predictor() throws Refusal, IOException {
        return TiffImage.predictor(directory, compression);
    }

    int offsetsTag() {
        return directory.offsetsTag(tiled);
    }

    int lengthsTag() {
        return directory.lengthsTag(tiled);
    }

    /// Every strip or tile must lie in the file; without compression its length follows from its size.
    private void checkBlocks(ByteReader in) throws Refusal, IOException {
        if (directory.count(offsetsTag()) == 0 && directory.has(TiffDirectory.JPEG_DATA)) {
            in.seek(directory.value(TiffDirectory.JPEG_DATA, 0)); // JPEG the old way: one stream, no strips
            return;
        }
        long blocks = (long) blocksAcross() * blocksDown() * (planar ? samples : 1);
        long declared = directory.count(offsetsTag());
        if (declared < blocks) {
            throw in.corrupt("it declares " + declared + " strips or tiles where its size needs " + blocks);
        }
        long needed = compression == TiffImage.UNCOMPRESSED && bits % 8 == 0 ? blockRowBytes() : 1;
        for (long first = 0; first < blocks; first += BATCH) {
            int count = (int) Math.min(BATCH, blocks - first);
            long[] offsets = directory.values(offsetsTag(), first, count);
            long[] lengths = directory.values(lengthsTag(), first, count);
            for (int i = 0; i < count; i++) {
                long length = i < lengths.length ? lengths[i] : needed;
                if (offsets[i] > in.size() || length > in.size() - offsets[i]) {
                    throw in.corrupt("strip or tile " + (first + i) + " at byte " + offsets[i] + " declares " + length
                            + " bytes, the file has " + in.size());
                }
            }
        }
    }

    String colorSpace() {
        return switch (photometric) {
            case 0, 1 -> "gray";
            case 2 -> "rgb";
            case 3 -> "palette";
            case 4 -> "mask";
            case 5 -> "cmyk";
            case 6 -> "ycbcr";
            case 8, 9, 10 -> "lab";
            case 32803 -> "cfa";
            case 32844 -> "logl";
            case 32845 -> "logluv";
            case UNKNOWN_PHOTOMETRIC -> samples < 3 ? "gray" : "rgb";
            default -> "other";
        };
    }
}
