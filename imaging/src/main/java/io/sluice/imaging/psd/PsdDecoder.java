package io.sluice.imaging.psd;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.decode.DecodedImage;
import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.psd.layers.ComposedPixels;
import io.sluice.imaging.psd.structure.PsdHeader;
import io.sluice.imaging.psd.structure.PsdSections;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.samples.ColorMap;
import io.sluice.imaging.samples.SampleConversion;
import io.sluice.imaging.samples.SampleFormat;
import io.sluice.imaging.samples.SampleFormat.Color;
import io.sluice.imaging.samples.SampleFormat.Kind;
import io.sluice.imaging.samples.SampleRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opens the merged composite of a PSD or PSB (Adobe Photoshop File Formats Specification, November 2019), or
/// its layers if it was saved without one.
public final class PsdDecoder {

    private static final int COLOR_TABLE_BYTES = 768;
    private static final String DUOTONE_NOTE = "a duotone was taken as grayscale, its inks were left out";

    private final FileBytes file;
    private final List<String> notes = new ArrayList<>();

    private PsdDecoder(FileBytes file) {
        this.file = file;
    }

    public static DecodedImage open(Path path, long maxPixels) throws IOException {
        FileBytes file = FileBytes.open(path);
        boolean opened = false;
        try {
            DecodedImage image = new PsdDecoder(file).open(maxPixels);
            opened = true;
            return image;
        } catch (Refusal refusal) {
            throw new UndecodableException(refusal.detail(), refusal);
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private DecodedImage open(long maxPixels) throws Refusal, IOException {
        var in = new ByteReader(file, ImageFormat.PSD, new byte[0]);
        var limits = new ImageLimits(maxPixels, Long.MAX_VALUE, ImageLimits.DEFAULTS.decodeTimeout());
        PsdHeader header = PsdHeader.read(in, limits);
        long colorTableLength = PsdSections.colorTableLength(in);
        long colorTable = in.position();
        in.skip(colorTableLength);
        PsdResources resources = PsdResources.read(in);
        long layersAt = in.position();
        boolean transparency = PsdSections.mergedTransparency(in, header);
        long mergedAt = in.position();
        in.seek(layersAt);
        if (!resources.composite() && PsdSections.enterLayers(in, header) >= 0) {
            in.seek(layersAt);
            return composed(in, header, resources.annotations());
        }
        ColorMap palette = header.mode() == PsdHeader.INDEXED ? palette(colorTable, colorTableLength, resources) : null;
        SampleFormat format = format(header, transparency, palette);
        SampleConversion conversion =
                SampleConversion.of(format, header.size().height(), resources.annotations(), SampleRange.USUAL);
        notes.addAll(conversion.notes());
        if (format.kind() == Kind.FLOAT) {
            notes.add("floating point samples were rounded to 16 bits, clipped to 0…1");
        }
        PsdPlanes planes = PsdPlanes.open(file, mergedAt, header, stored(header, format));
        return new DecodedImage(new PsdPixels(file, planes, format, conversion), conversion.annotations(), notes);
    }

    private DecodedImage composed(ByteReader in, PsdHeader header, Annotations annotations) throws IOException {
        var pixels = ComposedPixels.open(file, in, header, annotations);
        notes.add("composed from its layers, since it was saved without a merged image");
        if (header.mode() == PsdHeader.DUOTONE) {
            notes.add(DUOTONE_NOTE);
        }
        notes.addAll(pixels.notes());
        return new DecodedImage(pixels, pixels.annotations(), notes);
    }

    private SampleFormat format(PsdHeader header, boolean transparency, @Nullable ColorMap palette)
            throws UndecodableException {
        Color color = switch (header.mode()) {
            case PsdHeader.BITMAP -> Color.WHITE_IS_ZERO;
            case PsdHeader.GRAYSCALE -> Color.GRAY;
            case PsdHeader.DUOTONE -> {
                notes.add(DUOTONE_NOTE);
                yield Color.GRAY;
            }
            case PsdHeader.INDEXED -> Color.INDEXED;
            case PsdHeader.RGB -> Color.RGB;
            case PsdHeader.CMYK -> Color.INVERTED_CMYK;
            case PsdHeader.LAB -> Color.OFFSET_LAB;
            case PsdHeader.MULTICHANNEL -> multichannel(header);
            default -> throw new UndecodableException("color mode " + header.mode());
        };
        if (header.channels() < color.samples()) {
            throw new UndecodableException(header.channels() + " channels are too few for " + color);
        }
        boolean alpha = transparency && header.channels() > color.samples() && header.mode() != PsdHeader.MULTICHANNEL;
        if (header.channels() > color.samples() + (alpha ? 1 : 0)) {
            notes.add("extra channels without a meaning for the picture were left out");
        }
        return new SampleFormat(
                header.size().width(),
                color.samples() + (alpha ? 1 : 0),
                header.depth(),
                header.depth() == 32 ? Kind.FLOAT : Kind.UNSIGNED,
                color,
                alpha ? color.samples() : -1,
                false,
                palette);
    }

    /// What became of an image whose channels were made independent: its inks are still in their order.
    private Color multichannel(PsdHeader header) {
        Color color = header.channels() >= 4 ? Color.INVERTED_CMYK : header.channels() == 3 ? Color.RGB : Color.GRAY;
        notes.add("a multichannel image has no colours of its own, its channels were taken as "
                + switch (color) {
                    case GRAY -> "gray";
                    case RGB -> "cyan, magenta and yellow";
                    default -> "cyan, magenta, yellow and black";
                });
        return color;
    }

    private static int stored(PsdHeader header, SampleFormat format) {
        return Math.min(header.channels(), format.samples());
    }

    /// All red, then all green, then all blue.
    private ColorMap palette(long at, long length, PsdResources resources) throws IOException {
        if (length != COLOR_TABLE_BYTES) {
            throw new UndecodableException("a colour table of " + length + " bytes");
        }
        byte[] table = file.read(at, COLOR_TABLE_BYTES);
        var argb = new int[COLOR_TABLE_BYTES / 3];
        for (int i = 0; i < argb.length; i++) {
            int alpha = i == resources.transparentIndex() ? 0 : 0xFF000000;
            argb[i] = alpha | (table[i] & 0xFF) << 16 | (table[i + 256] & 0xFF) << 8 | (table[i + 512] & 0xFF);
        }
        return ColorMap.ofArgb(argb);
    }
}
