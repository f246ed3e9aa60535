package io.sluice.imaging.tiff;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.decode.DecodedImage;
import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.decode.SampleConversion;
import io.sluice.imaging.decode.SampleFormat;
import io.sluice.imaging.decode.SampleFormat.Color;
import io.sluice.imaging.decode.SampleFormat.Kind;
import io.sluice.imaging.decode.SampleRange;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Density;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.pixels.Palette;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Opens the first image of a TIFF: with our own reader what it reads, the rest (CCITT, JPEG, subsampled YCbCr,
/// …) with TwelveMonkeys.
public final class TiffDecoder {

    private static final Set<Integer> COMPRESSIONS = Set.of(
            TiffImage.UNCOMPRESSED, TiffImage.LZW, TiffImage.ADOBE_DEFLATE, TiffImage.PACK_BITS, TiffImage.DEFLATE);
    private static final int OLD_JPEG = 6;
    private static final int JPEG = 7;
    private static final int CMYK = 5;
    private static final int YCBCR = 6;
    private static final int MOST_SAMPLES = 64;
    private static final int MOST_TILES = 1 << 22;
    /// Of an image's pixels or of a tile: some rows must be in memory for every thread.
    private static final long MOST_ROW_BYTES = 16L << 20;
    /// All are open at the same time, and memory of the inflater is not within any bound of the heap. Four planes of
    /// the narrowest tiles there are, 16 pixels, may be 32,768 pixels wide.
    private static final int MOST_TILES_IN_A_ROW = 8192;

    private final ByteReader in;
    private final TiffDirectory tags;

    private TiffDecoder(FileBytes file) throws Refusal, IOException {
        in = new ByteReader(file, ImageFormat.TIFF, new byte[0]);
        tags = TiffDirectory.first(in);
    }

    public static DecodedImage open(Path path, long maxPixels, HeapLimit heap) throws IOException {
        FileBytes file = FileBytes.open(path);
        boolean opened = false;
        try {
            var decoder = new TiffDecoder(file);
            Annotations annotations = decoder.annotations();
            TiffImage image = decoder.image(maxPixels);
            if (image == null) {
                return ImageIoDecoder.tiff(path, annotations, decoder.declared(), heap);
            }
            var notes = new ArrayList<String>();
            SampleRange range = SampleRange.varies(image.format()) ? range(file, image, notes) : SampleRange.WHOLE;
            SampleConversion conversion = SampleConversion.of(image.format(), image.height(), annotations, range);
            notes.addAll(conversion.notes());
            opened = true;
            return new DecodedImage(new TiffPixels(file, image, conversion), conversion.annotations(), notes);
        } catch (Refusal refusal) {
            throw new UndecodableException(refusal.detail(), refusal);
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /// Reads all samples of an image to find their range.
    private static SampleRange range(FileBytes file, TiffImage image, List<String> notes) throws IOException {
        var search = new SampleRange.Search(image.format());
        var row = new byte[image.format().rowBytes()];
        for (int tileRow = 0; tileRow < image.tileRows(); tileRow++) {
            int rows = Math.min(image.tileHeight(), image.height() - tileRow * image.tileHeight());
            try (var reader = TileRowReader.open(file, image, tileRow, 0)) {
                for (int y = 0; y < rows; y++) {
                    reader.readRow(row, 0);
                    search.add(row);
                }
            }
        }
        return search.result(notes);
    }

    private Annotations annotations() throws Refusal, IOException {
        long orientation = tags.value(TiffDirectory.ORIENTATION, 1);
        byte[] icc = tags.bytes(TiffDirectory.ICC_PROFILE);
        return new Annotations(
                icc == null ? null : new IccProfile(icc),
                false,
                density(),
                orientation >= 1 && orientation <= 8 ? (int) orientation : 1);
    }

    private @Nullable Density density() throws Refusal, IOException {
        double x = tags.rational(TiffDirectory.X_RESOLUTION);
        double y = tags.rational(TiffDirectory.Y_RESOLUTION);
        if (!Density.possible(x, y)) {
            return null;
        }
        return switch ((int) tags.value(TiffDirectory.RESOLUTION_UNIT, 2)) {
            case 2 -> Density.perInch(x, y);
            case 3 -> Density.perCentimetre(x, y);
            default -> null;
        };
    }

    /// The image as our own reader sees it, `null` when another one has to read it.
    private @Nullable TiffImage image(long maxPixels) throws Refusal, IOException {
        int width = side(TiffDirectory.WIDTH);
        int height = side(TiffDirectory.HEIGHT);
        if ((long) width * height > maxPixels) {
            throw new UndecodableException(width + " × " + height + " pixels are more than " + maxPixels);
        }
        int compression = (int) tags.value(TiffDirectory.COMPRESSION, 1);
        SampleFormat format = COMPRESSIONS.contains(compression) ? format(width) : null;
        if (format == null) {
            return null;
        }
        boolean planar = tags.value(TiffDirectory.PLANAR, 1) == 2 && format.samples() > 1;
        boolean tiled = tags.has(TiffDirectory.TILE_WIDTH);
        if (compression == TiffImage.LZW && tags.oldLzw(tags.offsetsTag(tiled))) {
            return null;
        }
        int tileWidth = tiled ? side(TiffDirectory.TILE_WIDTH) : width;
        int tileHeight = tiled
                ? side(TiffDirectory.TILE_HEIGHT)
                : Math.clamp(tags.value(TiffDirectory.ROWS_PER_STRIP, height), 1, height);
        int predictor = TiffImage.predictor(tags, compression);
        // samples that share bytes are only taken apart where they lie together
        boolean sharing = format.bits() % 8 != 0;
        boolean apart = planar || (tileWidth < width && (long) tileWidth * format.samples() * format.bits() % 8 != 0);
        if ((sharing && apart) || !predictable(predictor, format)) {
            return null;
        }
        long rowBytes = (long) Math.max(width, tileWidth) * format.samples() * format.bits() / 8;
        if (rowBytes > MOST_ROW_BYTES) {
            throw new UndecodableException("a row of " + rowBytes + " bytes is too long");
        }
        long inARow = (long) Math.ceilDiv(width, tileWidth) * (planar ? format.samples() : 1);
        long tiles = inARow * Math.ceilDiv(height, tileHeight);
        if (tiles > MOST_TILES || inARow > MOST_TILES_IN_A_ROW) {
            throw new UndecodableException(tiles + " strips or tiles, " + inARow + " of them in a row");
        }
        return new TiffImage(
                format,
                height,
                in.isLittleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
                compression,
                predictor,
                planar,
                tileWidth,
                tileHeight,
                tags.value(TiffDirectory.FILL_ORDER, 1) == 2,
                tiles(tiled, (int) tiles));
    }

    /// What another reader cannot be asked.
    private ImageIoDecoder.Declared declared() throws Refusal, IOException {
        int samples = Math.clamp(tags.value(TiffDirectory.SAMPLES_PER_PIXEL, 1), 1, MOST_SAMPLES);
        int bits = Math.clamp(bits(samples), 1, 64);
        long photometric = tags.value(TiffDirectory.PHOTOMETRIC, 1);
        long compression = tags.value(TiffDirectory.COMPRESSION, 1);
        boolean jpeg = compression == OLD_JPEG || compression == JPEG;
        if (jpeg && bits > 8) {
            throw new UndecodableException("JPEG of " + bits + " bits a sample inside TIFF is not supported");
        }
        return new ImageIoDecoder.Declared(
                photometric == CMYK,
                photometric == YCBCR && !jpeg,
                (long) side(TiffDirectory.WIDTH) * side(TiffDirectory.HEIGHT) * samples * bits / 8);
    }

    private static boolean predictable(int predictor, SampleFormat format) {
        return switch (predictor) {
            case 1 -> true;
            case 2 -> format.bits() == 8 || format.bits() == 16 || format.bits() == 32;
            case 3 -> format.kind() == Kind.FLOAT;
            default -> false;
        };
    }

    /// A length that is missing reaches to the end of the file.
    private TiffImage.Tiles tiles(boolean tiled, int count) throws Refusal, IOException {
        long[] offsets = tags.required(tags.offsetsTag(tiled), count);
        long[] declared = tags.values(tags.lengthsTag(tiled), 0, count);
        long[] lengths = Arrays.copyOf(declared, count);
        for (int i = declared.length; i < count; i++) {
            lengths[i] = Math.max(0, in.size() - offsets[i]);
        }
        return new TiffImage.Tiles(offsets, lengths);
    }

    private @Nullable SampleFormat format(int width) throws Refusal, IOException {
        int samples = (int) tags.value(TiffDirectory.SAMPLES_PER_PIXEL, 1);
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw new UndecodableException(samples + " samples a pixel");
        }
        Kind kind = kind();
        int bits = bits(samples);
        Color color = color();
        if (kind == null || color == null || !readable(kind, bits) || samples < color.samples()) {
            return null;
        }
        if (color == Color.INDEXED && (bits > 8 || samples > 1)) {
            return null;
        }
        int alpha = -1;
        boolean premultiplied = false;
        int extra = samples - color.samples();
        if (tags.has(TiffDirectory.EXTRA_SAMPLES)) {
            long[] meanings = tags.values(TiffDirectory.EXTRA_SAMPLES, 0, extra);
            for (int i = 0; i < meanings.length && alpha < 0; i++) {
                if (meanings[i] == 1 || meanings[i] == 2) {
                    alpha = color.samples() + i;
                    premultiplied = meanings[i] == 1;
                }
            }
        } else if (extra == 1) {
            // writers that leave the tag out mean alpha
            alpha = color.samples();
        }
        Palette palette = color == Color.INDEXED ? palette(bits) : null;
        return new SampleFormat(width, samples, bits, kind, color, alpha, premultiplied, palette);
    }

    private static boolean readable(Kind kind, int bits) {
        return kind == Kind.FLOAT ? bits == 16 || bits == 32 || bits == 64 : (bits >= 1 && bits <= 16) || bits == 32;
    }

    private int bits(int samples) throws Refusal, IOException {
        if (!tags.has(TiffDirectory.BITS_PER_SAMPLE)) {
            return 1;
        }
        long[] bits = tags.values(TiffDirectory.BITS_PER_SAMPLE, 0, samples);
        boolean same = bits.length > 0 && Arrays.stream(bits).allMatch(b -> b == bits[0]);
        return same ? (int) Math.min(bits[0], 1024) : -1;
    }

    private @Nullable Kind kind() throws Refusal, IOException {
        return switch ((int) tags.value(TiffDirectory.SAMPLE_FORMAT, 1)) {
            case 1, 4 -> Kind.UNSIGNED;
            case 2 -> Kind.SIGNED;
            case 3 -> Kind.FLOAT;
            default -> null;
        };
    }

    private @Nullable Color color() throws Refusal, IOException {
        return switch ((int) tags.value(TiffDirectory.PHOTOMETRIC, 1)) {
            case 0 -> Color.WHITE_IS_ZERO;
            case 1 -> Color.GRAY;
            case 2 -> Color.RGB;
            case 3 -> Color.INDEXED;
            case CMYK -> Color.CMYK;
            case 8 -> Color.SIGNED_LAB;
            case 9 -> Color.OFFSET_LAB;
            default -> null;
        };
    }

    /// All red, then all green, then all blue, 16 bits each; of which the high byte counts.
    private Palette palette(int bits) throws Refusal, IOException {
        int size = 1 << bits;
        long[] map = tags.required(TiffDirectory.COLOR_MAP, 3 * size);
        var argb = new int[size];
        for (int i = 0; i < size; i++) {
            argb[i] = 0xFF000000
                    | (int) (map[i] >> 8) << 16
                    | (int) (map[size + i] >> 8) << 8
                    | (int) (map[2 * size + i] >> 8);
        }
        return Palette.ofArgb(argb);
    }

    private int side(int tag) throws Refusal, IOException {
        long side = tags.value(tag, 0);
        if (side < 1 || side > Integer.MAX_VALUE) {
            throw new UndecodableException("tag " + tag + " is " + side);
        }
        return (int) side;
    }
}
