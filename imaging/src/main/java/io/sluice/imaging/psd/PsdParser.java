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

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        var header = PsdHeader.read(in, limits);
        in.skip(PsdSections.colorTableLength(in));
        var resources = Resources.read(in);
        boolean transparency = PsdSections.mergedTransparency(in, header);
        var composite = PsdComposite.locate(in, header);
        return new Identified(
                ImageFormat.PSD,
                header.size().width(),
                header.size().height(),
                opaque(header, resources, transparency, composite),
                false,
                1,
                1,
                header.depth(),
                header.colorSpace(),
                resources.icc);
    }

    /// What the image resources say that matters here.
    private static final class Resources {
        private boolean icc;
        private int transparentIndex = -1;

        static Resources read(ByteReader in) throws Refusal, IOException {
            var found = new Resources();
            PsdSections.resources(in, (id, length) -> {
                if (id == PsdResources.ICC_PROFILE) {
                    found.icc |= length > 0;
                } else if (id == PsdResources.TRANSPARENT_INDEX && length >= 2) {
                    found.transparentIndex = in.u16();
                }
            });
            return found;
        }
    }

    private static boolean opaque(PsdHeader header, Resources resources, boolean transparency, PsdComposite composite)
            throws Refusal, IOException {
        boolean alpha = transparency && header.channels() > header.colorChannels();
        boolean indexed = header.mode() == PsdHeader.INDEXED && resources.transparentIndex >= 0;
        return (!alpha || composite.opaque(header.colorChannels()))
                && (!indexed || composite.without(resources.transparentIndex));
    }
}
