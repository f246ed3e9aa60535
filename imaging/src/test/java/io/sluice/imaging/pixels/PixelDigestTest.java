package io.sluice.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PixelDigestTest {

    static Stream<Arguments> layouts() {
        // around the pixels that are expanded at once, and around the words they are read in
        return Stream.of(1, 2, 3, 7, 4095, 4096, 4097, 4099)
                .flatMap(width -> Stream.of(Channels.GRAY, Channels.GRAY_ALPHA, Channels.RGB, Channels.RGBA)
                        .flatMap(channels -> Stream.of(8, 16).map(bits -> Arguments.of(width, channels, bits))));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void isTheHashOfTheHeaderAndEverySampleInOrder(int width, Channels channels, int bits) throws Exception {
        var layout = new PixelLayout(width, 3, channels, bits);
        var rows = new byte[(int) layout.bytes()];
        new Random(width).nextBytes(rows);
        transparent(layout, rows, width / 2);

        var digest = new PixelDigest(layout, bits);
        digest.update(rows, 0, 3);

        assertThat(digest.hex()).isEqualTo(hash(layout, rows));
    }

    private static void transparent(PixelLayout layout, byte[] rows, int pixel) {
        if (layout.channels().alpha()) {
            int end = (pixel + 1) * layout.channels().count() * layout.bits() / 8;
            for (int i = end - layout.bits() / 8; i < end; i++) {
                rows[i] = 0;
            }
        }
    }

    /// As the definition says, a sample at a time.
    private static String hash(PixelLayout layout, byte[] rows) throws Exception {
        var out = new ByteArrayOutputStream();
        var header = "RGBA" + layout.bits() + " " + layout.width() + " " + layout.height() + "\n";
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        int bytes = layout.bits() / 8;
        int count = layout.channels().count();
        for (int at = 0; at < rows.length; at += count * bytes) {
            int alpha =
                    layout.channels().alpha() ? sample(rows, at + (count - 1) * bytes, bytes) : (1 << (8 * bytes)) - 1;
            for (int c = 0; c < 4; c++) {
                int from = at + (layout.channels().gray() ? 0 : c * bytes);
                int value = c == 3 ? alpha : alpha == 0 ? 0 : sample(rows, from, bytes);
                if (bytes == 2) {
                    out.write(value >> 8);
                }
                out.write(value);
            }
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(out.toByteArray()));
    }

    private static int sample(byte[] rows, int at, int bytes) {
        return bytes == 1 ? rows[at] & 0xFF : ((rows[at] & 0xFF) << 8) | (rows[at + 1] & 0xFF);
    }
}
