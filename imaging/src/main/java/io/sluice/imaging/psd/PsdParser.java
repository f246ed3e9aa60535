package io.sluice.imaging.psd;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.psd.layers.ComposedPixels;
import io.sluice.imaging.psd.structure.PsdHeader;
import io.sluice.imaging.psd.structure.PsdSections;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// Photoshop documents, PSD and the large PSB (Adobe Photoshop File Formats Specification, "Photoshop File
/// Format").
///
/// Opacity is that of the merged composite. Its first extra channel is transparency when the layer count is
/// negative ("Layer info") or a "merged transparency" block follows the layers; else it is a saved selection.
/// A document without a merged composite is known to be opaque only if it has a background.
public final class PsdParser implements FormatParser {

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        var header = PsdHeader.read(in, limits);
        in.skip(PsdSections.colorTableLength(in));
        var resources = Resources.read(in);
        long layersAt = in.position();
        boolean transparency = PsdSections.mergedTransparency(in, header);
        var composite = PsdComposite.locate(in, header);
        in.seek(layersAt);
        boolean composed = !resources.composite && PsdSections.enterLayers(in, header) >= 0;
        in.seek(layersAt);
        boolean opaque = composed ? opaqueLayers(in, header) : opaque(header, resources, transparency, composite);
        return new Identified(
                ImageFormat.PSD,
                header.size().width(),
                header.size().height(),
                new Pixels(opaque, header.depth(), header.colorSpace(), resources.icc));
    }

    /// What the image resources say that matters here.
    private static final class Resources {
        private boolean icc;
        private boolean composite = true;
        private int transparentIndex = -1;

        static Resources read(ByteReader in) throws Refusal, IOException {
            var found = new Resources();
            PsdSections.resources(in, (id, length) -> {
                if (id == PsdResources.ICC_PROFILE) {
                    found.icc |= length > 0;
                } else if (id == PsdResources.TRANSPARENT_INDEX && length >= 2) {
                    found.transparentIndex = in.u16();
                } else if (id == PsdResources.VERSION_INFO && length >= 5) {
                    in.skip(4);
                    found.composite = in.u8() != 0;
                }
            });
            return found;
        }
    }

    /// Whether the picture that the layers of a document without a merged image make is known to be opaque.
    private static boolean opaqueLayers(ByteReader in, PsdHeader header) throws IOException {
        try {
            return ComposedPixels.opaque(in, header);
        } catch (Refusal _) {
            return false; // nothing is known of layers that are damaged, and only the conversion needs them
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
