package io.sluice.ingest.upload.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundaryPaddingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "--b  r|--br",
                "--b rn--b --|--brn--b--",
                "--brnbrn--c  x rn--b tx|--brnbrn--c  x rn--bx",
                "-- b|-- b",
                "rrn--b  rn|rrn--brn",
                "x--b  rn|x--b  rn",
                "rn-rn--b rn|rn-rn--brn"
            })
    void blanksBehindABoundaryAreLeftOutAndNoOthers(String sent, String read) throws IOException {
        assertThat(unpadded(lines(sent), "b", 100)).isEqualTo(lines(read));
    }

    @Test
    void theSizesOfReadsDoNotChangeTheResult() throws IOException {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            var body = new StringBuilder("--bound");
            for (int n = random.nextInt(60); n > 0; n--) {
                body.append(new String[] {"\r", "\n", "\r\n", "--", "--bound", " ", "\t", "x", "\r\n--bound"}
                        [random.nextInt(9)]);
            }
            var text = body.toString();
            // the first boundary of a body has no line end before it
            var expected =
                    ("\r\n" + text).replaceAll("(\r\n--bound)[ \t]+", "$1").substring(2);

            assertThat(unpadded(text, "bound", 1 + random.nextInt(9))).isEqualTo(expected);
        }
    }

    /// `r` and `n` stand for the characters of a line end, `t` for a tabulator.
    private static String lines(String text) {
        return text.replace('r', '\r').replace('n', '\n').replace('t', '\t');
    }

    /// @param most bytes that the body delivers at once
    private static String unpadded(String body, String boundary, int most) throws IOException {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(body.getBytes(ISO_8859_1))) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(most, length));
            }
        };
        var out = new ByteArrayOutputStream();
        var buffer = new byte[7];
        try (var in = new BoundaryPadding(slow, boundary)) {
            for (int count = in.read(buffer, 0, 7); count >= 0; count = in.read(buffer, 0, 7)) {
                out.write(buffer, 0, count);
            }
        }
        return out.toString(ISO_8859_1);
    }
}
