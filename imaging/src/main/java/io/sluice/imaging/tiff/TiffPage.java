package io.sluice.imaging.tiff;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// One page of a TIFF: the layout of its samples, checked against the file.
///
/// @param directory   the directory, for further tags
/// @param planar      whether each sample is stored in a separate plane
/// @param blockWidth  width of a strip or tile in pixels
/// @param blockHeight height of a strip or tile
record TiffPage(
        TiffDirectory directory,
        Dimensions size,
        TiffSamples samples,
        boolean planar,
        int compression,
        boolean tiled,
        int blockWidth,
        int blockHeight) {

    private static final int MOST_SAMPLES = 1024;
    private static final int MOST_BITS = 64;
    private static final int BATCH = 4096;
    private static final int PLANAR = 2;

    static TiffPage of(ByteReader in, TiffDirectory directory, ImageLimits limits) throws Refusal, IOException {
        var size = Dimensions.check(
                ImageFormat.TIFF,
                directory.required(TiffDirectory.WIDTH, "width"),
                directory.required(TiffDirectory.HEIGHT, "height"),
                limits);
        var samples = TiffSamples.of(directory);
        check(in, TiffDirectory.SAMPLES_PER_PIXEL, samples.count(), MOST_SAMPLES);
        check(in, TiffDirectory.BITS_PER_SAMPLE, directory.value(TiffDirectory.BITS_PER_SAMPLE, 1), MOST_BITS);
        boolean tiled = directory.has(TiffDirectory.TILE_WIDTH);
        long blockWidth = directory.value(TiffDirectory.TILE_WIDTH, size.width());
        check(in, TiffDirectory.TILE_WIDTH, blockWidth, Integer.MAX_VALUE);
        int blockHeight = directory.blockHeight(tiled, size.height());
        if (blockHeight < 1) {
            throw in.corrupt("its tiles have no rows");
        }
        var page = new TiffPage(
                directory,
                size,
                samples,
                directory.optional(TiffDirectory.PLANAR, 1) == PLANAR,
                directory.compression(tiled),
                tiled,
                (int) blockWidth,
                blockHeight);
        page.checkBlocks(in);
        return page;
    }

    private static void check(ByteReader in, int tag, long value, int most) throws Refusal {
        if (value < 1 || value > most) {
            throw in.corrupt("tag " + tag + " holds " + value + ", 1 to " + most + " is allowed");
        }
    }

    int orientation() throws IOException {
        long orientation = directory.optional(TiffDirectory.ORIENTATION, 1);
        return orientation >= 1 && orientation <= 8 ? (int) orientation : 1;
    }

    /// Returns the bits of the first sample.
    int bits() throws Refusal, IOException {
        return (int) directory.value(TiffDirectory.BITS_PER_SAMPLE, 1);
    }

    int blocksAcross() {
        return Math.ceilDiv(size.width(), blockWidth);
    }

    int blocksDown() {
        return Math.ceilDiv(size.height(), blockHeight);
    }

    /// Returns the number of strips or tiles of one plane.
    private long blocksOfPlane() {
        return (long) blocksAcross() * blocksDown();
    }

    /// Returns the rows of the picture within a block, counted over all planes.
    int rowsOf(long block) {
        long down = block % blocksOfPlane() / blocksAcross();
        return (int) Math.min(blockHeight, size.height() - down * blockHeight);
    }

    /// Returns the bytes of one row of a block.
    long blockRowBytes() throws Refusal, IOException {
        return ((long) blockWidth * bits() * (planar ? 1 : samples.count()) + 7) / 8;
    }

    /// Returns the predictor of the samples; without compression the tag is ignored.
    int predictor() throws Refusal, IOException {
        return TiffImage.predictor(directory, compression);
    }

    /// Whether every byte has its bits in reverse order.
    boolean fillReversed() throws IOException {
        return directory.optional(TiffDirectory.FILL_ORDER, 1) == 2;
    }

    int offsetsTag() {
        return directory.offsetsTag(tiled);
    }

    int lengthsTag() {
        return directory.lengthsTag(tiled);
    }

    /// Checks that every necessary strip or tile is in the file. Without compression its length follows from
    /// its size; otherwise a length that is missing or extends beyond the end requires decoding.
    private void checkBlocks(ByteReader in) throws Refusal, IOException {
        if (directory.count(offsetsTag()) == 0 && directory.has(TiffDirectory.JPEG_DATA)) {
            in.seek(directory.value(TiffDirectory.JPEG_DATA, 0)); // JPEG the old way: one stream, no strips
            return;
        }
        int[] planes = planar ? samples.shown() : new int[1];
        long ofPlane = blocksOfPlane();
        long needed = (planes[planes.length - 1] + 1) * ofPlane;
        long declared = directory.count(offsetsTag());
        if (declared < needed) {
            throw in.corrupt("it declares " + declared + " strips or tiles where its size needs " + needed);
        }
        var blocks = new TiffBlocks(in, this);
        for (int plane : planes) {
            for (long first = plane * ofPlane; first < (plane + 1) * ofPlane; first += BATCH) {
                blocks.check(first, (int) Math.min(BATCH, (plane + 1) * ofPlane - first));
            }
        }
    }

    String colorSpace() {
        return switch (samples.photometric()) {
            case TiffSamples.WHITE_IS_ZERO, TiffSamples.GRAY -> "gray";
            case TiffSamples.RGB -> "rgb";
            case TiffSamples.PALETTE -> "palette";
            case 4 -> "mask";
            case TiffSamples.CMYK -> "cmyk";
            case TiffSamples.YCBCR -> "ycbcr";
            case TiffSamples.SIGNED_LAB, TiffSamples.OFFSET_LAB, 10 -> "lab";
            case 32_803 -> "cfa";
            case 32_844 -> "logl";
            case 32_845 -> "logluv";
            default -> "other";
        };
    }
}
