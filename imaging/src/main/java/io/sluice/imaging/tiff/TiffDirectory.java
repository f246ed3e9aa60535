package io.sluice.imaging.tiff;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.tiff.compression.TiffCompression;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One image file directory (TIFF 6.0, section 2; BigTIFF): its tags by number. Used to identify and to
/// convert.
///
/// Values are read on demand, so a directory takes the memory of its entries, not that of their declared
/// values.
final class TiffDirectory {

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS_PER_SAMPLE = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int FILL_ORDER = 266;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int X_RESOLUTION = 282;
    static final int Y_RESOLUTION = 283;
    static final int PLANAR = 284;
    static final int RESOLUTION_UNIT = 296;
    static final int PREDICTOR = 317;
    static final int COLOR_MAP = 320;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    static final int JPEG_DATA = 513;
    static final int ICC_PROFILE = 34675;

    /// Maximum number of entries; a directory has a few dozen tags, including private ones.
    private static final int MOST_ENTRIES = 4096;

    private static final int BIG = 43;

    /// Maximum bytes of values in memory; the largest profiles have a few megabytes.
    private static final int MOST_BYTES = 16 << 20;

    /// @param position position of the value itself
    private record Entry(int type, long count, long position) {}

    private final ByteReader in;
    private final Map<Integer, Entry> entries = new TreeMap<>();
    private final long offset;
    private final boolean big;
    private final long next;

    private TiffDirectory(ByteReader in, long offset, boolean big) throws Refusal, IOException {
        this.in = in;
        this.offset = offset;
        this.big = big;
        int count = entryCount(in, offset, big);
        for (int i = 0; i < count; i++) {
            int tag = in.u16();
            int type = in.u16();
            long values = big ? in.u64() : in.u32();
            long inline = in.position();
            // Multiplying would overflow for hostile counts; no value is larger than the file.
            boolean fits = values <= (big ? 8 : 4) / size(type);
            // a short value may be followed by arbitrary bytes, which are no reference
            long position = fits ? inline : big ? in.u64() : in.u32();
            entries.putIfAbsent(tag, new Entry(type, values, position));
            in.seek(inline + (big ? 8 : 4));
        }
        next = nextOffset(in, big);
    }

    /// Reads the header of a file and its first directory; sets the byte order of `in`.
    static TiffDirectory first(ByteReader in) throws Refusal, IOException {
        in.seek(0);
        in.littleEndian(in.u16() == 0x4949);
        boolean big = in.u16() == BIG;
        if (big && (in.u16() != 8 || in.u16() != 0)) {
            throw in.corrupt("its BigTIFF header declares offsets of another size than 8 bytes");
        }
        return new TiffDirectory(in, big ? in.u64() : in.u32(), big);
    }

    /// Skips the directory at `offset` and returns the position of the next one, 0 after the last.
    static long skip(ByteReader in, long offset, boolean big) throws Refusal, IOException {
        int count = entryCount(in, offset, big);
        in.skip((long) count * (big ? 20 : 12));
        return nextOffset(in, big);
    }

    private static int entryCount(ByteReader in, long offset, boolean big) throws Refusal, IOException {
        if (offset < 8 || offset > in.size() - 2) {
            throw in.corrupt("a directory is said to be at byte " + offset + " of " + in.size());
        }
        in.seek(offset);
        long count = big ? in.u64() : in.u16();
        if (count < 1 || count > MOST_ENTRIES) {
            throw in.corrupt("the directory at byte " + offset + " declares " + count + " entries");
        }
        in.require(count * (big ? 20 : 12));
        return (int) count;
    }

    /// Returns the position of the next directory. In some files the end mark of the last directory is
    /// missing.
    private static long nextOffset(ByteReader in, boolean big) throws Refusal, IOException {
        if (in.remaining() < (big ? 8 : 4)) {
            return 0;
        }
        return big ? in.u64() : in.u32();
    }

    /// Returns the bytes per value of a type (TIFF 6.0, section 2, "Types"; BigTIFF adds 16 to 18), 1 for
    /// unknown types.
    private static int size(int type) {
        return switch (type) {
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 1;
        };
    }

    /// Returns the position of the directory in the file.
    long offset() {
        return offset;
    }

    /// Whether the file is a BigTIFF.
    boolean big() {
        return big;
    }

    /// Returns the position of the next directory, 0 after the last.
    long next() {
        return next;
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /// Returns the tag with the offsets of strips or tiles; some writers use those of strips for tiles.
    int offsetsTag(boolean tiled) {
        return tiled && has(TILE_OFFSETS) ? TILE_OFFSETS : STRIP_OFFSETS;
    }

    /// Returns the tag with the lengths of strips or tiles; see [#offsetsTag].
    int lengthsTag(boolean tiled) {
        return tiled && has(TILE_BYTES) ? TILE_BYTES : STRIP_BYTES;
    }

    /// Returns the number of values of a tag, 0 without the tag.
    long count(int tag) {
        var entry = entries.get(tag);
        return entry == null ? 0 : entry.count;
    }

    /// Returns the first value of an optional tag: `absent` also when its storage is invalid.
    long optional(int tag, long absent) throws IOException {
        return optional(tag, absent, 0);
    }

    /// Returns one of several values of an optional tag.
    long optional(int tag, long absent, long index) throws IOException {
        try {
            return value(tag, absent, index);
        } catch (Refusal _) {
            return absent;
        }
    }

    /// Returns the first value of a tag.
    long value(int tag, long absent) throws Refusal, IOException {
        return has(tag) && count(tag) > 0 ? value(tag, absent, 0) : absent;
    }

    /// Returns the value of a mandatory tag.
    long required(int tag, String name) throws Refusal, IOException {
        if (count(tag) == 0) {
            throw in.corrupt("the directory at byte " + offset + " has no " + name + " (tag " + tag + ")");
        }
        return value(tag, 0, 0);
    }

    /// Returns one of the values of a tag.
    long value(int tag, long absent, long index) throws Refusal, IOException {
        @Nullable Entry entry = entries.get(tag);
        if (entry == null || index >= entry.count) {
            return absent;
        }
        if (index > in.size()) {
            throw in.corrupt("tag " + tag + " declares " + entry.count + " values");
        }
        // An overflow gives a negative position, which is refused.
        in.seek(entry.position + index * size(entry.type));
        return switch (entry.type) {
            case 1, 2, 6, 7 -> in.u8();
            case 3, 8 -> in.u16();
            case 4, 9, 13 -> in.u32();
            case 16, 17, 18 -> in.u64();
            case 5, 10 -> {
                // some writers store whole numbers in this type
                long numerator = in.u32();
                long denominator = in.u32();
                yield denominator == 0 ? absent : numerator / denominator;
            }
            case 11 -> whole(Float.intBitsToFloat(in.i32()), absent);
            case 12 -> {
                long first = in.u32();
                long second = in.u32();
                yield whole(
                        Double.longBitsToDouble(in.isLittleEndian() ? second << 32 | first : first << 32 | second),
                        absent);
            }
            default -> absent;
        };
    }

    private static long whole(double value, long absent) {
        return value >= 0 && value <= Long.MAX_VALUE ? (long) value : absent;
    }

    /// Returns `count` values of a tag from `first`; fewer when the tag has fewer.
    long[] values(int tag, long first, int count) throws Refusal, IOException {
        in.allocate((long) Long.BYTES * count);
        long[] values = new long[Math.clamp(count(tag) - first, 0, count)];
        for (int i = 0; i < values.length; i++) {
            in.step();
            values[i] = value(tag, 0, first + i);
        }
        return values;
    }

    /// Returns the first `count` values of a tag, which must have at least as many.
    long[] required(int tag, int count) throws Refusal, IOException {
        if (count(tag) < count) {
            throw in.corrupt("tag " + tag + " should have " + count + " values and has " + count(tag));
        }
        return values(tag, 0, count);
    }

    /// Returns the first value of a rational tag, 0 when it is missing or not a number.
    double rational(int tag) throws IOException {
        var entry = entries.get(tag);
        if (entry == null || entry.count < 1) {
            return 0;
        }
        if (entry.type != 5 && entry.type != 10) {
            return optional(tag, 0);
        }
        try {
            in.seek(entry.position);
            double numerator = in.u32();
            long denominator = in.u32();
            return denominator == 0 ? 0 : numerator / denominator;
        } catch (Refusal _) {
            return 0;
        }
    }

    /// Returns the bytes of a tag, `null` when it is missing.
    byte @Nullable [] bytes(int tag) throws Refusal, IOException {
        var entry = entries.get(tag);
        if (entry == null) {
            return null;
        }
        if (entry.count > MOST_BYTES / size(entry.type)) {
            throw in.corrupt("tag " + tag + " has more than " + MOST_BYTES + " bytes");
        }
        in.seek(entry.position);
        in.require(entry.count * size(entry.type));
        in.allocate(entry.count * size(entry.type));
        var bytes = new byte[(int) entry.count * size(entry.type)];
        in.readFully(bytes);
        return bytes;
    }

    /// Returns the compression as in the tag; LZW in its form before 1990, with the least significant bit
    /// first, has a separate number here. Its first code, CLEAR, begins differently.
    int compression(boolean tiled) throws Refusal, IOException {
        int compression = Math.clamp(value(COMPRESSION, TiffCompression.UNCOMPRESSED), 0, 0xFFFF);
        if (compression != TiffCompression.LZW) {
            return compression;
        }
        boolean reversed = optional(FILL_ORDER, 1) == 2;
        in.seek(value(offsetsTag(tiled), 0));
        if (in.remaining() < 2) {
            return compression;
        }
        int first = in.u8();
        int second = in.u8();
        boolean old = first == 0 && (second & (reversed ? 0x80 : 1)) != 0;
        return old ? TiffCompression.OLD_LZW : compression;
    }

    /// Returns the rows per strip or tile of an image of `height` rows.
    int blockHeight(boolean tiled, int height) throws Refusal, IOException {
        if (tiled) {
            return Math.clamp(required(TILE_HEIGHT, "tile height"), 0, Integer.MAX_VALUE);
        }
        long rows = optional(ROWS_PER_STRIP, height);
        return rows < 1 || rows > height ? height : (int) rows;
    }
}
