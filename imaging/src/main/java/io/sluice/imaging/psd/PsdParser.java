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
        in.skip(PsdSections.colorTableLength(in));
        boolean icc = iccProfile(in);
        boolean transparency = PsdSections.mergedTransparency(in, header);
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

    private static boolean iccProfile(ByteReader in) throws Refusal, IOException {
        var found = new boolean[1];
        PsdSections.resources(in, (id, length) -> found[0] |= id == ICC_PROFILE && length > 0);
        return found[0];
    }
}
