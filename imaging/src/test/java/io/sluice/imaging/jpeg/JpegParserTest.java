package io.sluice.imaging.jpeg;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.JpegFile;
import io.sluice.imaging.fixture.TiffFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegParserTest {

    private static final String YCBCR = "\1\2\3";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsWhatTheJdkWrites(boolean progressive) throws IOException {
        assertThatFile(written(progressive, BufferedImage.TYPE_INT_RGB))
                .isImage(ImageFormat.JPEG, 37, 21)
                .hasColor("ycbcr", 8)
                .isOpaque();
    }

    /// Noise in the upper half, written by the JDK.
    private static byte[] written(boolean progressive, int type) throws IOException {
        var image = new BufferedImage(37, 21, type);
        var random = new Random(1);
        for (int i = 0; i < 37 * 10; i++) {
            image.setRGB(i % 37, i / 37, random.nextInt());
        }
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            var parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMissingEndMarkerIsNoDamageWhenAllBlocksAreThere(boolean progressive) throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
            byte[] file = written(progressive, type);
            byte[] withoutEnd = Arrays.copyOf(file, file.length - 2);

            assertThatFile(withoutEnd).isImage(ImageFormat.JPEG, 37, 21);
            assertThatFile(new Bytes()
                            .raw(withoutEnd)
                            .text("SEFT and what a camera appends")
                            .build())
                    .isImage(ImageFormat.JPEG, 37, 21);
            assertThatFile(Arrays.copyOf(file, file.length - 8)).isCorruptBecause("without an end marker");
        }
    }

    @ParameterizedTest
    @CsvSource({"0xC0, 8", "0xC1, 12", "0xC2, 8", "0xC3, 16", "0xC9, 8", "0xCA, 12"})
    void readsAllProcesses(String process, int precision) {
        assertThatFile(new JpegFile()
                        .frame(Integer.decode(process), precision, 40, 30, YCBCR)
                        .scan('\1')
                        .end())
                .isImage(ImageFormat.JPEG, 40, 30)
                .hasColor("ycbcr", precision);
    }

    @Test
    void tellsCmykFromYcckByTheAdobeMarker() {
        byte[] adobe = new Bytes().text("Adobe").u16(100).u16(0).u16(0).u8(2).build();
        assertThatFile(new JpegFile()
                        .frame(JpegFile.BASELINE, 8, 1, 1, "CMYK")
                        .scan('C')
                        .end())
                .hasColor("cmyk", 8);
        assertThatFile(new JpegFile()
                        .segment(0xEE, adobe)
                        .frame(JpegFile.BASELINE, 8, 1, 1, "CMYK")
                        .scan('C')
                        .end())
                .hasColor("ycck", 8);
    }

    @Test
    void readsOrientationAndIccProfileAlsoBehindTheFrame() {
        byte[] exif = new Bytes()
                .text("Exif\0\0")
                .raw(TiffFile.littleEndian().shorts(0x0112, 8).build())
                .build();
        assertThatFile(new JpegFile()
                        .segment(0xE1, exif)
                        .frame(JpegFile.BASELINE, 8, 9, 9, "\1")
                        .segment(
                                0xE2, new Bytes().text("ICC_PROFILE\0").u8(1, 1).build())
                        .scan('\1')
                        .end())
                .hasOrientation(8)
                .hasIccProfile()
                .hasColor("gray", 8);
    }

    @Test
    void takesTheHeightFromDnlWhenTheFrameDoesNotKnowIt() {
        assertThatFile(new JpegFile()
                        .frame(JpegFile.BASELINE, 8, 40, 0, YCBCR)
                        .scan('\1')
                        .segment(0xDC, new Bytes().u16(30).build())
                        .end())
                .isImage(ImageFormat.JPEG, 40, 30);
    }

    @Test
    void refusesAHeightOfZeroThatNothingCorrects() {
        assertThatFile(new JpegFile()
                        .frame(JpegFile.BASELINE, 8, 40, 0, YCBCR)
                        .scan('\1')
                        .end())
                .isCorruptBecause("height is 0");
    }

    @Test
    void acceptsMorePixelsThanTheLimit() {
        assertThatFile(JpegFile.baseline(65_500, 65_500)).isImage(ImageFormat.JPEG, 65_500, 65_500);
    }

    @Test
    void ignoresWhatIsAppended() {
        assertThatFile(new Bytes()
                        .raw(JpegFile.baseline(4, 3))
                        .text("%PDF-1.7 and more")
                        .build())
                .isImage(ImageFormat.JPEG, 4, 3);
    }

    @Test
    void passesManyApplicationSegments() {
        var file = new JpegFile();
        for (int i = 0; i < 3000; i++) {
            file.segment(0xE1, new byte[600]);
        }
        assertThatFile(file.frame(JpegFile.BASELINE, 8, 5, 4, YCBCR).scan('\1').end())
                .isImage(ImageFormat.JPEG, 5, 4);
    }

    @Test
    void refusesAFileWithoutAnEndMarker() {
        assertThatFile(new JpegFile()
                        .frame(JpegFile.BASELINE, 8, 4, 3, YCBCR)
                        .scan('\1')
                        .endWithoutMarker())
                .isCorruptBecause("inside a scan, without an end marker");
    }

    @Test
    void refusesASegmentLongerThanTheFile() {
        assertThatFile(new Bytes().u8(0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 1, 2).build())
                .isCorruptBecause("the segment 0xFFE1 at byte 2 declares 65535 bytes");
    }

    @Test
    void refusesAScanBeforeTheFrame() {
        assertThatFile(new JpegFile().scan('\1').end()).isCorruptBecause("before any frame header");
    }

    @Test
    void refusesAFrameWhoseLengthContradictsItsComponents() {
        assertThatFile(new JpegFile()
                        .segment(
                                JpegFile.BASELINE,
                                new Bytes().u8(8).u16(1).u16(1).u8(3, 1).build())
                        .scan('\1')
                        .end())
                .isCorruptBecause("declares 3 components");
    }

    @Test
    void refusesAScanOfAComponentThatTheFrameDoesNotHave() {
        assertThatFile(new JpegFile()
                        .frame(JpegFile.BASELINE, 8, 4, 3, YCBCR)
                        .scan('\7')
                        .end())
                .isCorruptBecause("a component 7 that the frame does not have");
    }

    @Test
    void saysThatJpegLsIsNotSupported() {
        assertThatFile(new JpegFile().frame(0xF7, 8, 4, 3, YCBCR).scan('\1').end())
                .isUnsupportedBecauseItIs("JPEG-LS");
    }
}
