package io.sluice.standalone.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes a picture as PSD: RGB with transparency, 8 bits a sample, uncompressed (Adobe Photoshop File Formats
/// Specification, "Photoshop File Format").
final class PsdWriter {

    private static final int CHANNELS = 4;
    private static final int RGB_MODE = 3;
    private static final int RAW = 0;

    /// A layer record: rectangle, channel count, four channels of 6 bytes, blend mode, four flags, extra data of 12.
    private static final int LAYER_BYTES = 16 + 2 + CHANNELS * 6 + 8 + 4 + 4 + 12;

    private PsdWriter() {}

    static byte[] write(Landscape landscape) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write("8BPS".getBytes(US_ASCII));
            out.writeShort(1);
            out.write(new byte[6]);
            out.writeShort(CHANNELS);
            out.writeInt(landscape.height());
            out.writeInt(landscape.width());
            out.writeShort(8);
            out.writeShort(RGB_MODE);
            out.writeInt(0); // no color mode data
            out.writeInt(0); // no image resources
            layers(out);
            composite(out, landscape);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /// One empty layer. Its count is negative: that makes the fourth channel of the merged image its transparency.
    private static void layers(DataOutputStream out) throws IOException {
        var layerInfo = 2 + LAYER_BYTES + CHANNELS * 2;
        out.writeInt(4 + layerInfo + 4);
        out.writeInt(layerInfo);
        out.writeShort(-1);
        out.write(new byte[16]); // an empty rectangle
        out.writeShort(CHANNELS);
        for (var id : new int[] {0, 1, 2, -1}) {
            out.writeShort(id);
            out.writeInt(2); // the compression alone, no rows
        }
        out.write("8BIMnorm".getBytes(US_ASCII));
        out.write(new byte[] {(byte) 0xFF, 0, 0, 0}); // opacity, clipping, flags, filler
        out.writeInt(12);
        out.writeInt(0); // no mask
        out.writeInt(0); // no blending ranges
        out.write(new byte[] {1, 'a', 0, 0}); // its name, padded to four bytes
        for (var channel = 0; channel < CHANNELS; channel++) {
            out.writeShort(RAW);
        }
        out.writeInt(0); // no global mask
    }

    private static void composite(DataOutputStream out, Landscape landscape) throws IOException {
        out.writeShort(RAW);
        for (var channel = 0; channel < CHANNELS; channel++) {
            var row = new byte[landscape.width()];
            for (var y = 0; y < landscape.height(); y++) {
                for (var x = 0; x < row.length; x++) {
                    row[x] = (byte)
                            (channel == 3
                                    ? Math.round(landscape.alpha(x, y) * 255)
                                    : landscape.level(x, y, channel, 255));
                }
                out.write(row);
            }
        }
    }
}
