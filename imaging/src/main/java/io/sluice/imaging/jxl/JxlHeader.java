package io.sluice.imaging.jxl;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.Refusal;

/// The headers at the start of a JPEG XL codestream: SizeHeader and ImageMetadata (ISO/IEC 18181-1, annex D).
///
/// @param orientation 1 to 8, with the meaning of the EXIF orientation
/// @param alpha       whether an extra channel is alpha
/// @param bits        bits per sample
/// @param colorSpace  `gray` or `rgb`
/// @param icc         whether an ICC profile is embedded
record JxlHeader(
        Dimensions size, boolean animated, int orientation, boolean alpha, int bits, String colorSpace, boolean icc) {

    private static final int ALPHA = 0;
    private static final int SPOT_COLOUR = 2;
    private static final int COLOUR_FILTER_ARRAY = 5;
    private static final int GRAY = 1;

    /// @param codestream bytes after the signature of two bytes
    static JxlHeader read(ByteReader in, byte[] codestream, ImageLimits limits) throws Refusal {
        return new Reader(in, codestream).header(limits);
    }

    /// One of four distributions of a number, U32 in the standard: `base` plus this number of bits.
    private record Choice(long base, int bits) {}

    private static Choice value(long base) {
        return new Choice(base, 0);
    }

    private static Choice bits(long base, int bits) {
        return new Choice(base, bits);
    }

    private static final class Reader {
        private final BitReader bits;
        private final ByteReader in;

        private Reader(ByteReader in, byte[] codestream) {
            this.in = in;
            this.bits = new BitReader(in, codestream);
        }

        private JxlHeader header(ImageLimits limits) throws Refusal {
            var size = size(limits);
            if (bits.flag()) { // all_default
                return new JxlHeader(size, false, 1, false, 8, "rgb", false);
            }
            int orientation = 1;
            boolean animated = false;
            if (bits.flag()) { // extra_fields
                orientation = (int) bits.bits(3) + 1;
                if (bits.flag()) {
                    extent(); // intrinsic size
                }
                if (bits.flag()) {
                    preview();
                }
                animated = bits.flag();
                if (animated) {
                    animation();
                }
            }
            int depth = bitDepth();
            bits.bits(1); // modular_16bit_buffers
            boolean alpha = extraChannels();
            bits.bits(1); // xyb_encoded
            boolean gray = false;
            boolean icc = false;
            if (!bits.flag()) { // colour encoding, unless default
                icc = bits.flag();
                gray = enumeration() == GRAY;
            }
            return new JxlHeader(size, animated, orientation, alpha, depth, gray ? "gray" : "rgb", icc);
        }

        private Dimensions size(ImageLimits limits) throws Refusal {
            long[] extent = extent();
            return Dimensions.check(ImageFormat.JXL, extent[0], extent[1], limits);
        }

        /// SizeHeader: height, then width or its ratio to the height.
        private long[] extent() throws Refusal {
            boolean small = bits.flag();
            long height = small ? 8 * (bits.bits(5) + 1) : side();
            int ratio = (int) bits.bits(3);
            long width = ratio != 0 ? widthFor(height, ratio) : small ? 8 * (bits.bits(5) + 1) : side();
            return new long[] {width, height};
        }

        private long side() throws Refusal {
            return u32(bits(1, 9), bits(1, 13), bits(1, 18), bits(1, 30));
        }

        private static long widthFor(long height, int ratio) {
            return switch (ratio) {
                case 1 -> height;
                case 2 -> height * 12 / 10;
                case 3 -> height * 4 / 3;
                case 4 -> height * 3 / 2;
                case 5 -> height * 16 / 9;
                case 6 -> height * 5 / 4;
                default -> height * 2;
            };
        }

        private void preview() throws Refusal {
            boolean div8 = bits.flag();
            previewSide(div8);
            if (bits.bits(3) == 0) {
                previewSide(div8);
            }
        }

        private void previewSide(boolean div8) throws Refusal {
            if (div8) {
                u32(value(16), value(32), bits(1, 5), bits(33, 9));
            } else {
                u32(bits(1, 6), bits(65, 8), bits(321, 10), bits(1345, 12));
            }
        }

        private void animation() throws Refusal {
            u32(value(100), value(1000), bits(1, 10), bits(1, 30)); // ticks a second, numerator
            u32(value(1), value(1001), bits(1, 8), bits(1, 10)); // and denominator
            u32(value(0), bits(0, 3), bits(0, 16), bits(0, 32)); // loops
            bits.bits(1); // have_timecodes
        }

        private int bitDepth() throws Refusal {
            if (!bits.flag()) {
                return (int) u32(value(8), value(10), value(12), bits(1, 6));
            }
            long depth = u32(value(32), value(16), value(24), bits(1, 6));
            bits.bits(4); // exponent bits
            return (int) depth;
        }

        /// Reads the extra channels and returns whether one is alpha.
        private boolean extraChannels() throws Refusal {
            long count = u32(value(0), value(1), bits(2, 4), bits(1, 12));
            boolean alpha = false;
            for (long i = 0; i < count; i++) {
                if (bits.flag()) { // all default: alpha of 8 bits
                    alpha = true;
                    continue;
                }
                int type = enumeration();
                bitDepth();
                u32(value(0), value(3), value(4), bits(1, 3)); // dim_shift
                long name = u32(value(0), bits(0, 4), bits(16, 5), bits(48, 10));
                for (long k = 0; k < name; k++) {
                    bits.bits(8);
                }
                alpha |= type == ALPHA;
                switch (type) {
                    case ALPHA -> bits.bits(1); // alpha_associated
                    case SPOT_COLOUR -> {
                        bits.bits(32);
                        bits.bits(32);
                    }
                    case COLOUR_FILTER_ARRAY -> u32(value(1), bits(0, 2), bits(3, 4), bits(19, 8));
                    default -> {}
                }
            }
            return alpha;
        }

        private int enumeration() throws Refusal {
            long value = u32(value(0), value(1), bits(2, 4), bits(18, 6));
            if (value > 63) {
                throw in.corrupt("its header has the unknown enumeration value " + value);
            }
            return (int) value;
        }

        private long u32(Choice first, Choice second, Choice third, Choice fourth) throws Refusal {
            var choice = switch ((int) bits.bits(2)) {
                case 0 -> first;
                case 1 -> second;
                case 2 -> third;
                default -> fourth;
            };
            return choice.base + bits.bits(choice.bits);
        }
    }
}
