package io.sluice.imaging.heif;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.IsoBox;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.List;

/// The relevant properties of one item (ISO/IEC 23008-12, 6.5), read in the order in which they apply.
final class HeifProperties {

    /// Maximum bits per sample of all codecs.
    private static final int MOST_BITS = 32;

    private static final String ALPHA = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";
    private static final String HEVC_ALPHA = "urn:mpeg:hevc:2015:auxid:1";
    private static final String AVC_ALPHA = "urn:mpeg:avc:2015:auxid:1";

    /// EXIF orientation for clockwise quarter turns, plain and after swapping left and right.
    private static final int[] TURNED = {1, 6, 3, 8};

    private static final int[] MIRRORED_THEN_TURNED = {2, 7, 4, 5};

    private final ByteReader in;
    private final long item;
    private long width;
    private long height;
    private boolean sized;
    private int bits;
    private int codecBits;
    private boolean monochrome;
    private boolean mirrored;
    private int clockwise;
    private boolean icc;
    private boolean alpha;

    private HeifProperties(ByteReader in, long item) {
        this.in = in;
        this.item = item;
    }

    static HeifProperties read(ByteReader in, long item, List<IsoBox> boxes) throws Refusal, IOException {
        var properties = new HeifProperties(in, item);
        for (var box : boxes) {
            in.step();
            in.seek(box.start());
            properties.property(box);
        }
        return properties;
    }

    private void property(IsoBox box) throws Refusal, IOException {
        switch (ByteReader.name(box.type())) {
            case "ispe" -> {
                box.versionAndFlags(in);
                width = in.u32();
                height = in.u32();
                sized = true;
            }
            case "pixi" -> {
                box.versionAndFlags(in);
                int channels = in.u8();
                bits = channels > 0 ? in.u8() : 0;
                if (bits > MOST_BITS) {
                    throw in.corrupt("item " + item + " declares " + bits + " bits a sample (pixi)");
                }
                monochrome |= channels == 1;
            }
            case "hvcC" -> {
                in.skip(16); // ISO/IEC 14496-15, 8.3.3.1
                monochrome |= (in.u8() & 3) == 0;
                codecBits = (in.u8() & 7) + 8;
            }
            case "av1C" -> {
                in.skip(2); // AV1 Codec ISO Media File Format Binding, 2.3.3
                int flags = in.u8();
                boolean high = (flags & 0x40) != 0;
                codecBits = !high ? 8 : (flags & 0x20) != 0 ? 12 : 10;
                monochrome |= (flags & 0x10) != 0;
            }
            case "irot" -> clockwise = clockwise - (in.u8() & 3) & 3;
            case "imir" -> {
                // 0 swaps top and bottom, which equals swapping left and right followed by half a turn.
                boolean topBottom = (in.u8() & 1) == 0;
                mirrored = !mirrored;
                clockwise = (topBottom ? 2 : 0) - clockwise & 3;
            }
            case "colr" -> icc |= in.startsWith("prof") || in.startsWith("rICC");
            case "auxC", "auxi" -> {
                box.versionAndFlags(in);
                alpha = in.startsWith(ALPHA) || in.startsWith(HEVC_ALPHA) || in.startsWith(AVC_ALPHA);
            }
            default -> {}
        }
    }

    long width() throws Refusal {
        requireSize();
        return width;
    }

    long height() throws Refusal {
        requireSize();
        return height;
    }

    private void requireSize() throws Refusal {
        if (!sized) {
            throw in.corrupt("item " + item + " has no size (ispe)");
        }
    }

    /// Returns the bits per sample, 0 when they are unknown.
    int bits() {
        return bits > 0 ? bits : codecBits;
    }

    boolean monochrome() {
        return monochrome;
    }

    /// Returns rotation and mirror as the equivalent EXIF orientation.
    int orientation() {
        return (mirrored ? MIRRORED_THEN_TURNED : TURNED)[clockwise];
    }

    boolean icc() {
        return icc;
    }

    /// Whether the item is an alpha channel.
    boolean alpha() {
        return alpha;
    }
}
