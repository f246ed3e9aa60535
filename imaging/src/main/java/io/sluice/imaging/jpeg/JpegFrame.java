package io.sluice.imaging.jpeg;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// A JPEG frame header (ITU-T T.81, B.2.2).
///
/// @param precision  bits per sample
/// @param height     number of lines, or 0 when it is in a DNL segment after the first scan
/// @param width      samples per line
/// @param components identifiers of the components, one byte each, in order
record JpegFrame(int precision, int height, int width, String components) {

    static final int ADOBE_ABSENT = -1;
    private static final int ADOBE_NONE = 0;
    private static final int ADOBE_YCCK = 2;

    /// Reads the header after its length.
    static JpegFrame read(ByteReader in, int length) throws Refusal, IOException {
        long at = in.position();
        if (length < 6) {
            throw in.corrupt("the frame header at byte " + at + " is only " + length + " bytes long");
        }
        int precision = in.u8();
        int height = in.u16();
        int width = in.u16();
        int count = in.u8();
        if (length != 6 + 3 * count) {
            throw in.corrupt("the frame header at byte " + at + " is " + length + " bytes long and declares " + count
                    + " components");
        }
        if (precision < 2 || precision > 16) {
            throw in.corrupt("the frame header at byte " + at + " declares " + precision + " bits a sample");
        }
        if (count < 1 || count > 4) {
            throw in.corrupt("the frame header at byte " + at + " declares " + count + " components");
        }
        var components = new StringBuilder();
        for (int i = 0; i < count; i++) {
            components.append((char) in.u8());
            int sampling = in.u8();
            in.skip(1);
            if (sampling >> 4 < 1 || sampling >> 4 > 4 || (sampling & 15) < 1 || (sampling & 15) > 4) {
                throw in.corrupt("the frame header at byte " + at + " declares sampling factors " + (sampling >> 4)
                        + " × " + (sampling & 15));
            }
        }
        return new JpegFrame(precision, height, width, components.toString());
    }

    /// Returns the color space of the components: YCbCr with JFIF (ITU-T T.871), unless Adobe's marker or
    /// component identifiers that spell RGB declare another one.
    ///
    /// @param adobeTransform color transform of the APP14 segment, or [#ADOBE_ABSENT]
    String colorSpace(int adobeTransform) {
        return switch (components.length()) {
            case 1 -> "gray";
            case 3 ->
                adobeTransform == ADOBE_NONE || (adobeTransform == ADOBE_ABSENT && components.equals("RGB"))
                        ? "rgb"
                        : "ycbcr";
            case 4 -> adobeTransform == ADOBE_YCCK ? "ycck" : "cmyk";
            default -> "other";
        };
    }
}
