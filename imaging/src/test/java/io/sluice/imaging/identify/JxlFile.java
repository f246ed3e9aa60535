package io.sluice.imaging.identify;

/// Writes the headers of JPEG XL codestreams bit by bit.
final class JxlFile {

    private final BitWriter bits = new BitWriter().bits(0xFF, 8).bits(0x0A, 8);

    /// Height and width, each in its largest form.
    JxlFile size(long width, long height) {
        bits.bits(0, 1).bits(3, 2).bits(height - 1, 30).bits(0, 3).bits(3, 2).bits(width - 1, 30);
        return this;
    }

    /// Sides that are multiples of eight, the width by its ratio to the height.
    JxlFile small(int height, int ratio) {
        bits.bits(1, 1).bits(height / 8 - 1, 5).bits(ratio, 3);
        return this;
    }

    JxlFile allDefault() {
        bits.bits(1, 1);
        return this;
    }

    /// Metadata with orientation, 16 bits a sample, and what else is asked for.
    JxlFile metadata(int orientation, boolean animated, boolean alpha, boolean gray) {
        bits.bits(0, 1).bits(1, 1).bits(orientation - 1, 3).bits(0, 2).bits(animated ? 1 : 0, 1);
        if (animated) {
            bits.bits(0, 2).bits(0, 2).bits(0, 2).bits(0, 1);
        }
        bits.bits(0, 1).bits(3, 2).bits(15, 6).bits(0, 1); // 1 + 15 bits a sample
        bits.bits(alpha ? 1 : 0, 2);
        if (alpha) {
            bits.bits(1, 1);
        }
        bits.bits(0, 1).bits(0, 1).bits(0, 1).bits(gray ? 1 : 0, 2); // not XYB, no ICC profile, colour space
        return this;
    }

    byte[] build() {
        return bits.bits(0, 32).build();
    }

    /// The codestream in a container, in two parts of which the first has five bytes.
    byte[] inContainer() {
        byte[] codestream = build();
        return new Bytes()
                .raw(HeifFile.box("JXL ", new byte[] {0x0D, 0x0A, (byte) 0x87, 0x0A}))
                .raw(HeifFile.box(
                        "ftyp", new Bytes().text("jxl ").u32(0).text("jxl ").build()))
                .raw(part(0, java.util.Arrays.copyOf(codestream, 5)))
                .raw(part(0x8000_0001L, java.util.Arrays.copyOfRange(codestream, 5, codestream.length)))
                .build();
    }

    private static byte[] part(long index, byte[] bytes) {
        return HeifFile.box("jxlp", new Bytes().u32(index).raw(bytes).build());
    }
}
