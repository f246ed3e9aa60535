package io.sluice.standalone.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;

/// Decodes the samples with independent decoders.
class SamplesTest {

    @Test
    void theTiffHasSixteenBitsASample() throws IOException {
        var image = read(Samples.tiff());
        assertThat(image.getWidth()).isEqualTo(1200);
        assertThat(image.getHeight()).isEqualTo(800);
        assertThat(image.getColorModel().getComponentSize()).containsExactly(16, 16, 16);
        assertThat(image.getRaster().getSample(5, 700, 1))
                .isEqualTo(new Landscape(1200, 800, 0.2).level(5, 700, 1, 0xFFFF));
    }

    @Test
    void thePsdIsTransparentAtItsCornersAndOpaqueInTheMiddle() throws IOException {
        var image = read(Samples.psd());
        assertThat(image.getWidth()).isEqualTo(900);
        assertThat(image.getColorModel().hasAlpha()).isTrue();
        assertThat(image.getRGB(0, 0) >>> 24).isZero();
        assertThat(image.getRGB(450, 300) >>> 24).isEqualTo(255);
        assertThat(image.getRGB(450, 300) & 0xFF).isEqualTo(new Landscape(900, 600, 0.4).level(450, 300, 2, 255));
    }

    @Test
    void theGifHasEightFramesThatDiffer() throws IOException {
        try (var input = ImageIO.createImageInputStream(Samples.animatedGif().content().stream())) {
            var reader = reader("gif");
            reader.setInput(input);
            assertThat(reader.getNumImages(true)).isEqualTo(8);
            var first = reader.read(0);
            var last = reader.read(7);
            assertThat(first.getWidth()).isEqualTo(240);
            assertThat(first.getHeight()).isEqualTo(160);
            assertThat(first.getRGB(36, 48)).isNotEqualTo(last.getRGB(36, 48));
            assertThat(first.getRGB(10, 155) >> 8 & 0xFF).isGreaterThan(first.getRGB(10, 155) & 0xFF);
        }
    }

    @Test
    void theJpegAndThePngHaveTheirSizes() throws IOException {
        assertThat(read(Samples.jpeg()).getWidth()).isEqualTo(1600);
        assertThat(read(Samples.png()).getWidth()).isEqualTo(480);
    }

    private static BufferedImage read(Sample sample) throws IOException {
        return ImageIO.read(sample.content().stream());
    }

    private static ImageReader reader(String format) {
        return ImageIO.getImageReadersByFormatName(format).next();
    }
}
