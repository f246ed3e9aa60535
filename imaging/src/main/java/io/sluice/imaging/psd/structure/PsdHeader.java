package io.sluice.imaging.psd.structure;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.Set;

/// The file header section of a Photoshop document.
///
/// @param large    PSB: some lengths have 64 bits, row lengths 32
/// @param channels samples a pixel in the composite, extra channels included
/// @param depth    bits a sample: 1, 8, 16 or 32
/// @param mode     colour mode, 0 to 9
public record PsdHeader(boolean large, int channels, Dimensions size, int depth, int mode) {

    public static final int BITMAP = 0;
    public static final int GRAYSCALE = 1;
    public static final int INDEXED = 2;
    public static final int RGB = 3;
    public static final int CMYK = 4;
    public static final int MULTICHANNEL = 7;
    public static final int DUOTONE = 8;
    public static final int LAB = 9;

    /// Keys of blocks whose length has 64 bits in a PSB ("Additional layer information").
    private static final Set<String> LONG_KEYS = Set.of(
            "LMsk", "Lr16", "Lr32", "Layr", "Mt16", "Mt32", "Mtrn", "Alph", "FMsk", "lnk2", "FEid", "FXid", "PxSD");

    public static PsdHeader read(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        in.seek(4);
        int version = in.u16();
        if (version != 1 && version != 2) {
            throw in.corrupt("its version is " + version + ", known are 1 and 2");
        }
        in.skip(6);
        int channels = in.u16();
        long height = in.u32();
        long width = in.u32();
        int depth = in.u16();
        int mode = in.u16();
        if (channels < 1 || channels > 56) {
            throw in.corrupt("it declares " + channels + " channels, 1 to 56 are allowed");
        }
        if ((depth != 1 && depth != 8 && depth != 16 && depth != 32) || (depth == 1) != (mode == BITMAP)) {
            throw in.corrupt("it declares " + depth + " bits a sample in colour mode " + mode);
        }
        if (mode > 9 || mode == 5 || mode == 6) {
            throw in.corrupt("it declares the unknown colour mode " + mode);
        }
        var header = new PsdHeader(
                version == 2, channels, Dimensions.check(ImageFormat.PSD, width, height, limits), depth, mode);
        if (channels < header.colorChannels()) {
            throw in.corrupt("it declares " + channels + " channels, too few for " + header.colorSpace());
        }
        int longestSide = version == 2 ? 300_000 : 30_000;
        if (width > longestSide || height > longestSide) {
            throw in.corrupt("it declares " + width + " × " + height + " pixels, its version allows " + longestSide);
        }
        return header;
    }

    /// Channels that hold colour; the others are transparency and saved selections.
    public int colorChannels() {
        return switch (mode) {
            case RGB, LAB -> 3;
            case CMYK -> 4;
            case MULTICHANNEL -> channels;
            default -> 1;
        };
    }

    public String colorSpace() {
        return switch (mode) {
            case BITMAP -> "bitmap";
            case GRAYSCALE -> "gray";
            case INDEXED -> "palette";
            case RGB -> "rgb";
            case CMYK -> "cmyk";
            case MULTICHANNEL -> "multichannel";
            case DUOTONE -> "duotone";
            default -> "lab";
        };
    }

    public int rowBytes() {
        return Math.toIntExact(((long) size.width() * depth + 7) / 8);
    }

    /// A section length, which is longer in a PSB.
    public long length(ByteReader in) throws Refusal, IOException {
        return large ? in.u64() : in.u32();
    }

    /// The length of a tagged block.
    public long taggedLength(ByteReader in, String key) throws Refusal, IOException {
        return large && LONG_KEYS.contains(key) ? in.u64() : in.u32();
    }
}
