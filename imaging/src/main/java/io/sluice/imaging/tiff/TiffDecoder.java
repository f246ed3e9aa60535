package io.sluice.imaging.tiff;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.decode.DecodedImage;
import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Density;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.samples.ColorMap;
import io.sluice.imaging.samples.SampleConversion;
import io.sluice.imaging.samples.SampleFormat;
import io.sluice.imaging.samples.SampleFormat.Color;
import io.sluice.imaging.samples.SampleFormat.Kind;
import io.sluice.imaging.samples.SampleRange;
import io.sluice.imaging.tiff.compression.TiffCompression;
import io.sluice.imaging.tiff.compression.TileStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of the first image of a TIFF: with our own reader where it supports the variant, otherwise
/// (CCITT, JPEG, subsampled YCbCr, …) with TwelveMonkeys.
public final class TiffDecoder {

    private static final int MOST_SAMPLES = 64;
    private static final int MOST_TILES = 1 << 22;
    /// Maximum bytes of a row of the image or of a tile: some rows must be in memory for every thread.
    private static final long MOST_ROW_BYTES = 16L << 20;
    /// All tiles of a row are open at the same time, and the memory of their inflaters is outside of the
    /// heap. Four planes of the narrowest possible tiles, 16 pixels, may be 32,768 pixels wide.
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
            SampleRange range =
                    SampleRange.varies(image.format()) ? range(file, image, notes) : SampleRange.whole(image.format());
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
        long orientation = tags.optional(TiffDirectory.ORIENTATION, 1);
        byte[] icc = tags.bytes(TiffDirectory.ICC_PROFILE);
        return new Annotations(
                icc == null ? null : new IccProfile(icc),
                false,
                density(),
                orientation >= 1 && orientation <= 8 ? (int) orientation : 1);
    }

    private @Nullable Density density() throws IOException {
        double x = tags.rational(TiffDirectory.X_RESOLUTION);
        double y = tags.rational(TiffDirectory.Y_RESOLUTION);
        if (!Density.possible(x, y)) {
            return null;
        }
        return switch ((int) tags.optional(TiffDirectory.RESOLUTION_UNIT, 2)) {
            case 2 -> Density.perInch(x, y);
            case 3 -> Density.perCentimetre(x, y);
            default -> null;
        };
    }

    /// Returns the image for our own reader, `null` when another one has to read it.
    private @Nullable TiffImage image(long maxPixels) throws Refusal, IOException {
        int width = side(TiffDirectory.WIDTH);
        int height = side(TiffDirectory.HEIGHT);
        if ((long) width * height > maxPixels) {
            throw new UndecodableException(width + " × " + height + " pixels are more than " + maxPixels);
        }
        boolean tiled = tags.has(TiffDirectory.TILE_WIDTH);
        int compression = tags.compression(tiled);
        var samples = TiffSamples.of(tags);
        if (samples.count() < 1 || samples.count() > MOST_SAMPLES) {
            throw new UndecodableException(samples.count() + " samples a pixel");
        }
        boolean planar = tags.optional(TiffDirectory.PLANAR, 1) == 2 && samples.count() > 1;
        SampleFormat format = TileStream.decodes(compression) ? format(width, samples, planar) : null;
        int predictor = TiffImage.predictor(tags, compression);
        if (format == null || !predictable(predictor, format)) {
            return null;
        }
        int tileWidth = tiled ? side(TiffDirectory.TILE_WIDTH) : width;
        int tileHeight = tags.blockHeight(tiled, height);
        if (tileHeight < 1) {
            throw new UndecodableException("its tiles have no rows");
        }
        List<Integer> planes = planar ? Arrays.stream(samples.shown()).boxed().toList() : List.of();
        long rowBytes = (long) Math.max(width, tileWidth) * format.samples() * format.bits() / 8;
        if (rowBytes > MOST_ROW_BYTES) {
            throw new UndecodableException("a row of " + rowBytes + " bytes is too long");
        }
        int columns = Math.ceilDiv(width, tileWidth);
        long inARow = (long) columns * (planar ? planes.size() : 1);
        long tiles = (long) columns * Math.ceilDiv(height, tileHeight) * (planar ? planes.getLast() + 1 : 1);
        if (tiles > MOST_TILES || inARow > MOST_TILES_IN_A_ROW) {
            throw new UndecodableException(tiles + " strips or tiles, " + inARow + " of them in a row");
        }
        return new TiffImage(
                format,
                height,
                new TiffImage.Coding(
                        in.isLittleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
                        compression,
                        predictor,
                        tags.optional(TiffDirectory.FILL_ORDER, 1) == 2),
                planes,
                tileWidth,
                tileHeight,
                tiles(tiled, (int) tiles));
    }

    /// Returns declarations of the file that the other reader does not provide.
    private ImageIoDecoder.Declared declared() throws Refusal, IOException {
        var samples = TiffSamples.of(tags);
        int bits = Math.clamp(samples.bits(), 1, 64);
        int compression = tags.compression(tags.has(TiffDirectory.TILE_WIDTH));
        boolean jpeg = compression == TiffCompression.OLD_JPEG || compression == TiffCompression.JPEG;
        if (jpeg && bits > 8) {
            throw new UndecodableException("JPEG of " + bits + " bits a sample inside TIFF is not supported");
        }
        boolean palette = samples.photometric() == TiffSamples.PALETTE && bits <= 8;
        return new ImageIoDecoder.Declared(
                samples,
                compression,
                (long) side(TiffDirectory.WIDTH) * side(TiffDirectory.HEIGHT) * samples.count() * bits / 8,
                palette ? colors(bits).palette() : null);
    }

    private static boolean predictable(int predictor, SampleFormat format) {
        return switch (predictor) {
            case 1 -> true;
            case 2 -> format.bits() % 8 == 0;
            case 3 -> format.kind() == Kind.FLOAT;
            default -> false;
        };
    }

    /// Reads the tiles; a length that is missing or 0 extends to the next strip or tile, see
    /// [TiffImage.Tiles].
    private TiffImage.Tiles tiles(boolean tiled, int count) throws Refusal, IOException {
        long[] offsets = tags.required(tags.offsetsTag(tiled), count);
        long[] lengths = Arrays.copyOf(tags.values(tags.lengthsTag(tiled), 0, count), count);
        return new TiffImage.Tiles(offsets, lengths, in.size());
    }

    /// Returns the format of the samples to read: of separate planes only the visible ones, otherwise all.
    private @Nullable SampleFormat format(int width, TiffSamples samples, boolean planar) throws Refusal, IOException {
        Kind kind = kind();
        Color color = color(samples);
        if (kind == null || color == null || samples.count() < color.samples()) {
            return null;
        }
        boolean lab = color == Color.SIGNED_LAB || color == Color.OFFSET_LAB;
        if (lab && kind == Kind.SIGNED) {
            kind = Kind.UNSIGNED; // that a and b are signed says the colour
        }
        int bits = samples.bits();
        boolean odd = (color == Color.INDEXED || lab) && (kind != Kind.UNSIGNED || bits > 16);
        if (odd || !readable(kind, bits)) {
            return null;
        }
        boolean alpha = samples.alpha() >= 0;
        return new SampleFormat(
                width,
                planar ? color.samples() + (alpha ? 1 : 0) : samples.count(),
                bits,
                kind,
                color,
                planar && alpha ? color.samples() : samples.alpha(),
                samples.premultiplied(),
                color == Color.INDEXED ? colors(bits) : null);
    }

    private static boolean readable(Kind kind, int bits) {
        return kind == Kind.FLOAT
                ? bits == 16 || bits == 24 || bits == 32 || bits == 64
                : (bits >= 1 && bits <= 32) || bits == 64;
    }

    private @Nullable Kind kind() throws IOException {
        return switch ((int) tags.optional(TiffDirectory.SAMPLE_FORMAT, 1)) {
            case 2 -> Kind.SIGNED;
            case 3 -> Kind.FLOAT;
            case 5, 6 -> null; // complex numbers
            default -> Kind.UNSIGNED;
        };
    }

    private static @Nullable Color color(TiffSamples samples) {
        return switch (samples.photometric()) {
            case TiffSamples.WHITE_IS_ZERO -> Color.WHITE_IS_ZERO;
            case TiffSamples.GRAY -> Color.GRAY;
            case TiffSamples.RGB -> Color.RGB;
            case TiffSamples.PALETTE -> Color.INDEXED;
            case TiffSamples.CMYK -> Color.CMYK;
            case TiffSamples.SIGNED_LAB -> Color.SIGNED_LAB;
            case TiffSamples.OFFSET_LAB -> Color.OFFSET_LAB;
            default -> null;
        };
    }

    /// Reads the color map: all red, then all green, then all blue, 16 bits each, of which the high byte is
    /// used. Some writers fill only the low byte.
    private ColorMap colors(int bits) throws Refusal, IOException {
        int size = 1 << bits;
        long[] map = tags.required(TiffDirectory.COLOR_MAP, 3 * size);
        int shift = Arrays.stream(map).allMatch(value -> value < 256) ? 0 : 8;
        var argb = new int[size];
        for (int i = 0; i < size; i++) {
            argb[i] = 0xFF000000
                    | (int) (map[i] >> shift & 0xFF) << 16
                    | (int) (map[size + i] >> shift & 0xFF) << 8
                    | (int) (map[2 * size + i] >> shift & 0xFF);
        }
        return ColorMap.ofArgb(argb);
    }

    private int side(int tag) throws Refusal, IOException {
        long side = tags.value(tag, 0);
        if (side < 1 || side > Integer.MAX_VALUE) {
            throw new UndecodableException("tag " + tag + " is " + side);
        }
        return (int) side;
    }
}
