package io.sluice.imaging.eps;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpsParserTest {

    private static byte[] eps(String comments) {
        return ("%!PS-Adobe-3.0 EPSF-3.0\n" + comments).getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void readsTheBoundingBoxWhateverEndsALine(String end) {
        assertThatFile(eps("%%Title: x" + end + "%%BoundingBox: 10 20 210 120" + end + "%%EndComments" + end))
                .isImage(ImageFormat.EPS, 200, 100)
                .hasPages(1)
                .isOpaque();
    }

    @Test
    void blankLinesMayStandBetweenTheComments() {
        assertThatFile(eps("\n  \n%%BoundingBox: 0 0 74 35\n\n%%EndComments\n")).isImage(ImageFormat.EPS, 74, 35);
    }

    @Test
    void prefersTheHighResolutionBox() {
        assertThatFile(eps("%%BoundingBox: 0 0 102 53\n%%HiResBoundingBox: 0.5 0.25 100.9 50.7\n%%EndComments\n"))
                .isImage(ImageFormat.EPS, 100, 50);
    }

    @Test
    void looksInTheTrailerForWhatIsDeferred() {
        assertThatFile(eps("%%BoundingBox: (atend)\n%%EndComments\nshowpage\n%%Trailer\n"
                        + "%%BoundingBox: 0 0 80 40\n%%EOF\n"))
                .isImage(ImageFormat.EPS, 80, 40);
    }

    @Test
    void ignoresBoxesOfDocumentsInside() {
        assertThatFile(eps("%%BoundingBox: 0 0 80 40\n%%EndComments\n%%BeginDocument: a\n"
                        + "%%HiResBoundingBox: 0 0 7 7\n%%EndDocument\n"))
                .isImage(ImageFormat.EPS, 80, 40);
    }

    @Test
    void findsThePostScriptBehindADosHeader() {
        byte[] postScript = eps("%%BoundingBox: 0 0 30 20\n%%EndComments\n");
        byte[] file = new Bytes()
                .u8(0xC5, 0xD0, 0xD3, 0xC6)
                .le32(42)
                .le32(postScript.length)
                .zeros(30)
                .raw(postScript)
                .text("%%BoundingBox: 0 0 1 1 is part of a preview")
                .build();
        assertThatFile(file).isImage(ImageFormat.EPS, 30, 20);
    }

    @Test
    void neverRunsTheProgram() {
        assertThatFile(eps("%%BoundingBox: 0 0 30 20\n%%EndComments\n{} loop\n"))
                .isImage(ImageFormat.EPS, 30, 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%BoundingBox: a b c d\n", "%%BoundingBox: 1 2 3\n", "%%BoundingBox: (atend)\n"})
    void refusesAFileWithoutABox(String comments) {
        assertThatFile(eps(comments + "%%EndComments\n")).isCorruptBecause("no valid %%BoundingBox");
    }

    @Test
    void refusesABoxTurnedInsideOut() {
        assertThatFile(eps("%%BoundingBox: 10 10 5 5\n%%EndComments\n")).isCorruptBecause("its size is -5.0");
    }

    @Test
    void refusesADosHeaderThatPointsBehindTheEnd() {
        assertThatFile(new Bytes()
                        .u8(0xC5, 0xD0, 0xD3, 0xC6)
                        .le32(30)
                        .le32(0xFFFF_FFFFL)
                        .zeros(30)
                        .build())
                .isCorruptBecause("its DOS header says");
    }

    @Test
    void saysThatOtherPostScriptIsNotSupported() {
        assertThatFile("%!PS\n(hello) show\n".getBytes(StandardCharsets.ISO_8859_1))
                .isUnsupportedBecauseItIs("a PostScript program, not an encapsulated one");
    }
}
