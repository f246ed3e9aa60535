package io.sluice.imaging.png;

import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.Palette;
import io.sluice.imaging.pixels.PixelDigest;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A reader of complete PNG files that computes the digest of their pixels, for the verification of
/// [PngEncoder].
///
/// It checks signature, order, lengths and checksums of the chunks and of the zlib stream. It shares no code
/// with the encoder. Interlaced files and transparent colors (`tRNS` without a palette) are not supported; we
/// write none.
public final class PngVerifier {

    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int TRNS = 0x74524E53;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int LONGEST_SMALL_CHUNK = 64 << 20;
    private static final int INPUT_BYTES = 64 * 1024;
    /// The palette until the PLTE chunk has been read.
    private static final Palette NO_COLORS = Palette.ofArgb(0);

    private final DataInputStream in;
    private final int digestBits;
    private final CRC32 crc = new CRC32();
    private @Nullable PixelLayout header;
    private boolean colored;
    private @Nullable RowInflater rows;
    private @Nullable PixelDigest digest;

    private PngVerifier(InputStream in, int digestBits) {
        this.in = new DataInputStream(in);
        this.digestBits = digestBits;
    }

    /// Returns the [PixelDigest] of the PNG in `in`, with `digestBits` per sample; `in` stays open.
    ///
    /// @throws UndecodableException when it is not a completely valid PNG
    public static String digest(InputStream in, int digestBits) throws IOException {
        var decoder = new PngVerifier(in, digestBits);
        try {
            return decoder.decode();
        } catch (EOFException e) {
            throw new UndecodableException("the PNG ends too early", e);
        } finally {
            if (decoder.rows != null) {
                decoder.rows.close();
            }
        }
    }

    private String decode() throws IOException {
        require(in.readLong() == SIGNATURE, "no PNG signature");
        while (true) {
            int length = in.readInt();
            int type = in.readInt();
            crc.reset();
            crc.update(ByteBuffer.allocate(4).putInt(0, type));
            require(length >= 0, "a chunk of negative length");
            if (type == IDAT) {
                inflate(length);
                continue;
            }
            require(length <= LONGEST_SMALL_CHUNK, "a chunk of " + length + " bytes");
            byte[] data = in.readNBytes(length);
            crc.update(data);
            requireChecksum();
            switch (type) {
                case IHDR -> header = header(data);
                case PLTE -> {
                    header = with(opaque(data));
                    colored = true;
                }
                case TRNS -> header = with(translucent(header(), data));
                case IEND -> {
                    require(in.read() == -1, "bytes after IEND");
                    return end();
                }
                default -> require((type & 0x20000000) != 0, "an unknown critical chunk");
            }
        }
    }

    private void inflate(int length) throws IOException {
        RowInflater target = rows;
        if (target == null) {
            PixelLayout layout = header();
            require(layout.channels() != Channels.INDEXED || colored, "no palette");
            var pixels = new PixelDigest(layout, digestBits);
            target = new RowInflater(layout, row -> pixels.update(row, 0, 1));
            digest = pixels;
            rows = target;
        }
        var input = new byte[INPUT_BYTES];
        for (int left = length; left > 0; ) {
            int count = Math.min(left, input.length);
            in.readFully(input, 0, count);
            crc.update(input, 0, count);
            target.add(input, count);
            left -= count;
        }
        requireChecksum();
    }

    private String end() throws UndecodableException {
        require(rows != null && rows.complete(), "fewer rows than the header says");
        return java.util.Objects.requireNonNull(digest).hex();
    }

    private void requireChecksum() throws IOException {
        require(in.readInt() == (int) crc.getValue(), "a chunk does not match its checksum");
    }

    private PixelLayout header() throws UndecodableException {
        PixelLayout known = header;
        if (known == null) {
            throw new UndecodableException("IHDR is not the first chunk");
        }
        return known;
    }

    private static PixelLayout header(byte[] data) throws UndecodableException {
        require(data.length == 13, "IHDR of " + data.length + " bytes");
        var fields = ByteBuffer.wrap(data);
        int width = fields.getInt();
        int height = fields.getInt();
        int bits = fields.get();
        Channels channels = switch (fields.get()) {
            case 0 -> Channels.GRAY;
            case 2 -> Channels.RGB;
            case 3 -> Channels.INDEXED;
            case 4 -> Channels.GRAY_ALPHA;
            case 6 -> Channels.RGBA;
            default -> throw new UndecodableException("an unknown colour type");
        };
        require(data[10] == 0 && data[11] == 0 && data[12] == 0, "an unknown method or interlace");
        try {
            return new PixelLayout(width, height, channels, bits, channels == Channels.INDEXED ? NO_COLORS : null);
        } catch (IllegalArgumentException e) {
            throw new UndecodableException("an impossible IHDR", e);
        }
    }

    private PixelLayout with(Palette palette) throws UndecodableException {
        PixelLayout layout = header();
        return layout.channels() == Channels.INDEXED
                ? new PixelLayout(layout.width(), layout.height(), Channels.INDEXED, layout.bits(), palette)
                : layout;
    }

    private static Palette opaque(byte[] data) throws UndecodableException {
        require(data.length % 3 == 0 && data.length >= 3 && data.length <= 768, "PLTE of " + data.length + " bytes");
        var argb = new int[data.length / 3];
        Arrays.setAll(
                argb,
                i -> 0xFF000000
                        | (data[3 * i] & 0xFF) << 16
                        | (data[3 * i + 1] & 0xFF) << 8
                        | (data[3 * i + 2] & 0xFF));
        return Palette.ofArgb(argb);
    }

    private static Palette translucent(PixelLayout header, byte[] data) throws UndecodableException {
        require(header.channels() == Channels.INDEXED, "a transparent colour");
        Palette palette = header.colors();
        require(data.length <= palette.size(), "tRNS longer than the palette");
        var argb = new int[palette.size()];
        Arrays.setAll(argb, i -> i < data.length ? (palette.argb(i) & 0xFFFFFF) | data[i] << 24 : palette.argb(i));
        return Palette.ofArgb(argb);
    }

    static void require(boolean condition, String otherwise) throws UndecodableException {
        if (!condition) {
            throw new UndecodableException(otherwise);
        }
    }
}
