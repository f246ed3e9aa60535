package io.sluice.imaging.pixels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A digest of pixels that does not depend on how they are stored: the SHA-256, in lower-case hex, of one
/// header line and then the samples.
///
///     RGBA8 160 120\n          (RGBA16 for 16 bits a sample; width and height in decimal)
///     R G B A R G B A …        rows from top to bottom, pixels from left to right, no padding
///
/// Samples are unsigned, one byte or two, high byte first. Gray goes to R, G and B; a palette is expanded; 1,
/// 2 and 4 bits are scaled to 8. Without transparency A is the maximum; where A is 0, R, G and B count as 0.
/// Colour profiles and orientation are not applied. Not thread-safe.
public final class PixelDigest {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    // a very wide row is processed in parts, without a buffer of its width
    private static final int PIXELS_AT_ONCE = 4096;

    private final PixelLayout layout;
    private final int bits;
    private final MessageDigest sha256;
    private final byte[] expanded;
    private final int[] lookup;

    /// Creates a digest of rows in this layout, with 8 or 16 `bits` per sample. 8-bit samples that are
    /// compared with 16-bit ones are widened, so that a lossless reduction does not change the digest.
    public PixelDigest(PixelLayout layout, int bits) {
        if (bits != 16 && (bits != 8 || layout.bits() == 16)) {
            throw new IllegalArgumentException("a digest of " + bits + " bits of samples of " + layout.bits());
        }
        this.layout = layout;
        this.bits = bits;
        this.expanded = new byte[PIXELS_AT_ONCE * 4 * (bits / 8)];
        this.lookup = layout.bits() <= 8 && layout.channels().count() == 1 ? lookup(layout) : new int[0];
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        var header = "RGBA" + bits + " " + layout.width() + " " + layout.height() + "\n";
        sha256.update(header.getBytes(StandardCharsets.US_ASCII));
    }

    /// Adds the next `rows` rows, the first of which starts at `from`.
    public void update(byte[] samples, int from, int rows) {
        int rowBytes = layout.rowBytes();
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < layout.width(); x += PIXELS_AT_ONCE) {
                int count = Math.min(PIXELS_AT_ONCE, layout.width() - x);
                expand(samples, from + y * rowBytes, x, count);
                sha256.update(expanded, 0, count * 4 * (bits / 8));
            }
        }
    }

    /// Returns the digest; this object cannot be used afterwards.
    public String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void expand(byte[] samples, int row, int x, int count) {
        int at = row + (int) ((long) x * layout.channels().count() * layout.bits() / 8);
        if (layout.bits() == 16) {
            expand16(samples, at, count);
            return;
        }
        switch (layout.channels()) {
            case GRAY, INDEXED -> expandLookup(samples, at, count);
            case GRAY_ALPHA -> expandGrayAlpha(samples, at, count);
            case RGB -> expandRgb(samples, at, count);
            case RGBA -> expandRgba(samples, at, count);
        }
        if (bits == 16) {
            // the 8-bit samples are at the start; expanded from the end, v becomes v * 257
            for (int i = count * 4 - 1; i >= 0; i--) {
                expanded[2 * i + 1] = expanded[i];
                expanded[2 * i] = expanded[i];
            }
        }
    }

    private void expandRgb(byte[] samples, int at, int count) {
        int x = 0;
        int i = at;
        int o = 0;
        for (; x <= count - 2 && i <= samples.length - 8; x += 2, i += 6, o += 8) {
            long six = (long) LONGS.get(samples, i);
            long left = six & 0xFFFFFF00_00000000L;
            long right = (six >>> 8) & 0x00000000_FFFFFF00L;
            LONGS.set(expanded, o, left | right | 0xFF_000000FFL);
        }
        for (; x < count; x++, i += 3, o += 4) {
            expanded[o] = samples[i];
            expanded[o + 1] = samples[i + 1];
            expanded[o + 2] = samples[i + 2];
            expanded[o + 3] = (byte) 0xFF;
        }
    }

    private void expandRgba(byte[] samples, int at, int count) {
        System.arraycopy(samples, at, expanded, 0, count * 4);
        for (int x = 0, o = 0; x < count; x++, o += 4) {
            if (expanded[o + 3] == 0) {
                expanded[o] = 0;
                expanded[o + 1] = 0;
                expanded[o + 2] = 0;
            }
        }
    }

    private void expandGrayAlpha(byte[] samples, int at, int count) {
        for (int x = 0, i = at, o = 0; x < count; x++, i += 2, o += 4) {
            byte alpha = samples[i + 1];
            byte gray = alpha == 0 ? 0 : samples[i];
            expanded[o] = gray;
            expanded[o + 1] = gray;
            expanded[o + 2] = gray;
            expanded[o + 3] = alpha;
        }
    }

    // the first pixel always starts a byte, since the pixels at once are a multiple of 8
    private void expandLookup(byte[] samples, int at, int count) {
        int sampleBits = layout.bits();
        int mask = (1 << sampleBits) - 1;
        for (int x = 0, o = 0; x < count; x++, o += 4) {
            int bit = x * sampleBits;
            int sample = samples[at + (bit >> 3)] >> (8 - sampleBits - (bit & 7)) & mask;
            int argb = lookup[sample];
            expanded[o] = (byte) (argb >> 16);
            expanded[o + 1] = (byte) (argb >> 8);
            expanded[o + 2] = (byte) argb;
            expanded[o + 3] = (byte) (argb >>> 24);
        }
    }

    private void expand16(byte[] samples, int at, int count) {
        if (layout.channels() == Channels.RGB) {
            expandRgb16(samples, at, count);
            return;
        }
        int channels = layout.channels().count();
        boolean gray = layout.channels().gray();
        boolean alpha = layout.channels().alpha();
        for (int x = 0, i = at, o = 0; x < count; x++, i += 2 * channels, o += 8) {
            int a = alpha ? i + 2 * (channels - 1) : -1;
            boolean shown = a < 0 || (samples[a] | samples[a + 1]) != 0;
            for (int c = 0; c < 3; c++) {
                int s = gray ? i : i + 2 * c;
                expanded[o + 2 * c] = shown ? samples[s] : 0;
                expanded[o + 2 * c + 1] = shown ? samples[s + 1] : 0;
            }
            expanded[o + 6] = a < 0 ? (byte) 0xFF : samples[a];
            expanded[o + 7] = a < 0 ? (byte) 0xFF : samples[a + 1];
        }
    }

    /// Expands four samples at once, the last of which belongs to the next pixel and is replaced by alpha.
    private void expandRgb16(byte[] samples, int at, int count) {
        int i = at;
        int o = 0;
        for (; o < 8 * count && i <= samples.length - 8; i += 6, o += 8) {
            LONGS.set(expanded, o, (long) LONGS.get(samples, i) | 0xFFFFL);
        }
        for (; o < 8 * count; i += 6, o += 8) {
            System.arraycopy(samples, i, expanded, o, 6);
            expanded[o + 6] = (byte) 0xFF;
            expanded[o + 7] = (byte) 0xFF;
        }
    }

    private static int[] lookup(PixelLayout layout) {
        int maximum = (1 << layout.bits()) - 1;
        int[] colors = new int[maximum + 1];
        for (int v = 0; v <= maximum; v++) {
            if (layout.channels() == Channels.INDEXED) {
                int argb = layout.colors().argb(v);
                colors[v] = argb >>> 24 == 0 ? 0 : argb;
            } else {
                int gray = v * 255 / maximum;
                colors[v] = 0xFF000000 | gray << 16 | gray << 8 | gray;
            }
        }
        return colors;
    }
}
