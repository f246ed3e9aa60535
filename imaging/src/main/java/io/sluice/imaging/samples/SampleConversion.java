package io.sluice.imaging.samples;

import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.pixels.Palette;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.samples.SampleFormat.Color;
import io.sluice.imaging.samples.SampleFormat.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A conversion of rows of a file's samples to rows that PNG can represent: unchanged if possible, otherwise
/// converted to 16 bits or to sRGB. Thread-safe.
public final class SampleConversion {

    private final SampleFormat format;
    private final PixelLayout layout;
    private final Annotations annotations;
    private final List<String> notes;
    private final @Nullable SrgbTransform srgb;
    private final boolean direct;
    private final SampleRange range;

    private SampleConversion(
            SampleFormat format,
            PixelLayout layout,
            Annotations annotations,
            List<String> notes,
            @Nullable SrgbTransform srgb,
            SampleRange range) {
        this.format = format;
        this.layout = layout;
        this.annotations = annotations;
        this.notes = List.copyOf(notes);
        this.srgb = srgb;
        this.range = range;
        direct = srgb == null
                && !format.surplus()
                && !format.premultiplied()
                && (format.color() != Color.INDEXED || format.paletted())
                && format.kind() == Kind.UNSIGNED
                && format.bits() == layout.bits()
                && (format.color() != Color.WHITE_IS_ZERO || format.alpha() < 0);
    }

    /// Creates a conversion.
    ///
    /// @param annotations as found in the file; a profile for other samples is omitted
    /// @param range       range of samples that PNG cannot represent unchanged
    public static SampleConversion of(SampleFormat format, int height, Annotations annotations, SampleRange range)
            throws UndecodableException {
        var notes = new ArrayList<String>();
        if (format.surplus()) {
            notes.add("extra channels without a meaning for the picture were left out");
        }
        IccProfile icc = annotations.icc();
        boolean converted = converted(format);
        SrgbTransform srgb = converted ? SrgbTransform.of(format, icc, notes) : null;
        if (format.kind() == Kind.SIGNED) {
            notes.add("signed samples were moved up by half their range");
        }
        if (format.kind() != Kind.FLOAT && format.bits() > 16 && !SampleRange.varies(format)) {
            notes.add(format.bits() + "-bit samples were rounded to 16 bits");
        } else if (format.bits() > 8 && format.bits() < 16) {
            notes.add(format.bits() + "-bit samples were scaled to 16 bits");
        }
        if (format.color() == Color.INDEXED && !format.paletted()) {
            notes.add("indices were replaced by their colours");
        }
        if (!converted && icc != null && !icc.describes(gray(format) ? "GRAY" : "RGB ")) {
            notes.add("an ICC profile for another colour space was left out");
        }
        if (format.premultiplied()) {
            notes.add("colours were multiplied with alpha and were divided by it");
        }
        Channels channels = channels(format);
        var layout = new PixelLayout(format.width(), height, channels, bits(format, channels), palette(format));
        return new SampleConversion(format, layout, carried(format, annotations, converted), notes, srgb, range);
    }

    public PixelLayout layout() {
        return layout;
    }

    public Annotations annotations() {
        return annotations;
    }

    public List<String> notes() {
        return notes;
    }

    /// Returns `count` rows in the new layout; `rows` may be changed or returned.
    public byte[] convert(byte[] rows, int count) {
        if (direct) {
            if (format.color() == Color.WHITE_IS_ZERO) {
                invert(rows);
            }
            return rows;
        }
        var reader = new SampleReader(format, range);
        var samples = new int[format.samples() * format.width()];
        var out = new byte[count * layout.rowBytes()];
        var pixels = new PixelWriter(layout, out);
        for (int y = 0; y < count; y++) {
            reader.read(rows, y * format.rowBytes(), samples);
            if (srgb != null) {
                srgb.convert(samples, format);
            }
            pixels.startRow(y);
            for (int i = 0; i < samples.length; i += format.samples()) {
                if (format.color() == Color.INDEXED) {
                    writeIndexed(samples, i, pixels);
                } else {
                    write(samples, i, pixels);
                }
            }
        }
        return out;
    }

    private void write(int[] samples, int at, PixelWriter pixels) {
        int alpha = format.alpha() < 0 ? 0xFFFF : samples[at + format.alpha()];
        // a conversion of colors has already divided them
        boolean divide = format.premultiplied() && srgb == null;
        int colors = layout.channels().gray() ? 1 : 3;
        for (int c = 0; c < colors; c++) {
            int sample = samples[at + c];
            if (format.color() == Color.WHITE_IS_ZERO) {
                sample = 0xFFFF - sample;
            }
            pixels.put(divide ? pixels.unmultiplied(sample, alpha) : sample);
        }
        if (layout.channels().alpha()) {
            pixels.put(alpha);
        }
    }

    private void writeIndexed(int[] samples, int at, PixelWriter pixels) {
        if (format.paletted()) {
            pixels.put(samples[at] * 257); // of 3, 5, 6 or 7 bits
            return;
        }
        int argb = Objects.requireNonNull(format.colors()).argb(samples[at]);
        for (int shift = 16; shift >= 0; shift -= 8) {
            pixels.put((argb >> shift & 0xFF) * 257);
        }
        if (layout.channels().alpha()) {
            pixels.put(argb >>> 24 == 0 ? 0 : samples[at + format.alpha()]);
        }
    }

    private static boolean converted(SampleFormat format) {
        return switch (format.color()) {
            case CMYK, INVERTED_CMYK, SIGNED_LAB, OFFSET_LAB -> true;
            case RGB -> format.kind() == Kind.FLOAT || format.bits() > 16;
            case GRAY, WHITE_IS_ZERO, INDEXED -> false;
        };
    }

    private static Channels channels(SampleFormat format) {
        if (format.paletted()) {
            return Channels.INDEXED;
        }
        boolean alpha = format.alpha() >= 0;
        return switch (format.color()) {
            case WHITE_IS_ZERO, GRAY -> alpha ? Channels.GRAY_ALPHA : Channels.GRAY;
            case INDEXED, RGB, CMYK, INVERTED_CMYK, SIGNED_LAB, OFFSET_LAB -> alpha ? Channels.RGBA : Channels.RGB;
        };
    }

    private static int bits(SampleFormat format, Channels channels) {
        boolean lab = format.color() == Color.SIGNED_LAB || format.color() == Color.OFFSET_LAB;
        if (format.color() == Color.INDEXED && format.alpha() < 0 && !format.paletted()) {
            return 8;
        }
        if (format.bits() > 8 || lab) {
            return 16;
        }
        boolean packed = channels == Channels.GRAY || channels == Channels.INDEXED;
        return packed && Integer.bitCount(format.bits()) == 1 ? format.bits() : 8;
    }

    private static @Nullable Palette palette(SampleFormat format) {
        return format.paletted() ? Objects.requireNonNull(format.colors()).palette() : null;
    }

    private static Annotations carried(SampleFormat format, Annotations found, boolean converted) {
        if (converted) {
            return found.inSrgb();
        }
        return found.profileOf(gray(format) ? "GRAY" : "RGB ") ? found : found.withoutProfile();
    }

    private static boolean gray(SampleFormat format) {
        return format.color() == Color.GRAY || format.color() == Color.WHITE_IS_ZERO;
    }

    private static void invert(byte[] rows) {
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (byte) ~rows[i];
        }
    }
}
