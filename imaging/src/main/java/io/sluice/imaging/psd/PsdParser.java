package io.sluice.imaging.psd;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// Photoshop documents, PSD and the large PSB (Adobe Photoshop File Formats Specification, "Photoshop File Format").
///
/// Opacity is that of the merged composite. Its first extra channel is transparency when the layer count is negative
/// ("Layer info") or a "merged transparency" block follows the layers; else it is a saved selection.
public final class PsdParser implements FormatParser {

    private static final int ICC_PROFILE = 0x040F;

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        var header = PsdHeader.read(in, limits);
        in.skip(length(in, in.u32(), in.size(), "its colour mode data"));
        boolean icc = iccProfile(in);
        boolean transparency = mergedTransparency(in, header);
        var composite = PsdComposite.locate(in, header);
        boolean alpha = transparency && header.channels() > header.colorChannels();
        return new Identified(
                ImageFormat.PSD,
                header.size().width(),
                header.size().height(),
                !alpha || composite.opaque(header.colorChannels()),
                false,
                1,
                1,
                header.depth(),
                header.colorSpace(),
                icc);
    }

    /// A length that was just read, once it is known to fit before `end`.
    private static long length(ByteReader in, long length, long end, String of) throws Refusal {
        if (length > end - in.position()) {
            throw in.corrupt(of + " before byte " + in.position() + " declares " + length + " bytes, "
                    + (end - in.position()) + " are left");
        }
        return length;
    }

    /// Walks the image resources, leaves the cursor behind them, and tells whether one is an ICC profile.
    private static boolean iccProfile(ByteReader in) throws Refusal, IOException {
        long end = length(in, in.u32(), in.size(), "its image resource section") + in.position();
        boolean found = false;
        while (end - in.position() >= 12) {
            in.step();
            in.skip(4); // signature, 8BIM or one of its kin
            int id = in.u16();
            int nameLength = in.u8();
            in.skip(nameLength + 1 - (nameLength & 1));
            long length = length(in, in.u32(), end, "its image resource " + id);
            found |= id == ICC_PROFILE && length > 0;
            in.seek(Math.min(end, in.position() + length + (length & 1)));
        }
        in.seek(end);
        return found;
    }

    /// Leaves the cursor behind the layer and mask section.
    private static boolean mergedTransparency(ByteReader in, PsdHeader header) throws Refusal, IOException {
        long end = length(in, header.length(in), in.size(), "its layer and mask section") + in.position();
        boolean transparency = false;
        if (end > in.position()) {
            long layers = length(in, header.length(in), end, "its layer information");
            long behindLayers = in.position() + layers;
            transparency = layers >= 2 && negative(in);
            in.seek(behindLayers);
            if (end - in.position() >= 4) {
                in.skip(length(in, in.u32(), end, "its global layer mask"));
            }
            transparency |= taggedTransparency(in, header, end);
        }
        in.seek(end);
        return transparency;
    }

    /// "Additional layer information": documents of 16 and 32 bits keep their layers, and so the count, there.
    private static boolean taggedTransparency(ByteReader in, PsdHeader header, long end) throws Refusal, IOException {
        while (end - in.position() >= 12 && (in.startsWith("8BIM") || in.startsWith("8B64"))) {
            in.step();
            in.skip(4);
            String key = in.text(4);
            long length = length(in, header.taggedLength(in, key), end, "its block " + key);
            long next = in.position() + length;
            switch (key) {
                case "Mtrn", "Mt16", "Mt32" -> {
                    return true;
                }
                case "Layr", "Lr16", "Lr32" -> {
                    if (length >= 2 && negative(in)) {
                        return true;
                    }
                }
                default -> {}
            }
            in.seek(Math.min(end, (next + 3) / 4 * 4));
            // Blocks are padded to a multiple of four, counted from the block; some writers do not pad.
            if (!in.startsWith("8B")) {
                in.seek(next);
            }
        }
        return false;
    }

    private static boolean negative(ByteReader in) throws Refusal, IOException {
        return (in.u16() & 0x8000) != 0;
    }
}
