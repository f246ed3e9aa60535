package io.sluice.imaging.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.OptimizerConfig;
import io.sluice.imaging.Target;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizerTest {

    private static final OptimizerConfig SMALL = new OptimizerConfig(1, 128L << 20, 128L << 20, 1, 3_000_000);

    @TempDir
    private Path directory;

    @Test
    void aTiffBecomesAPngWithTheSamePixels() throws Exception {
        var image = new BufferedImage(30, 20, BufferedImage.TYPE_3BYTE_BGR);
        image.setRGB(3, 4, 0xFF123456);
        Path source = directory.resolve("source.tif");
        assertThat(ImageIO.write(image, "tiff", source.toFile())).isTrue();
        Path destination = directory.resolve("destination");
        try (var optimizer = Optimizer.start(ImageLimits.DEFAULTS, SMALL)) {
            Conversion result = optimizer.convert(source, identified(30, 20), Target.PNG, destination);

            assertThat(result).isInstanceOfSatisfying(Conversion.Converted.class, converted -> {
                assertThat(converted.format()).isEqualTo(ImageFormat.PNG);
                assertThat(converted.bytes()).isEqualTo(destination.toFile().length());
                assertThat(converted.notes()).isEmpty();
            });
            assertThat(ImageIO.read(destination.toFile()).getRGB(3, 4)).isEqualTo(0xFF123456);
        }
    }

    @Test
    void refusesAnImageWithTooManyPixelsBeforeAnyProcessSeesIt() throws Exception {
        Path source = Files.createFile(directory.resolve("source.tif"));
        try (var optimizer = Optimizer.start(ImageLimits.DEFAULTS, SMALL)) {
            Conversion result =
                    optimizer.convert(source, identified(20_000, 20_000), Target.PNG, directory.resolve("d"));

            assertThat(result)
                    .isEqualTo(new Conversion.Refused(new Rejection.TooManyPixels(20_000, 20_000, 225_000_000)));
        }
    }

    @Test
    void refusesAConfigurationWithoutCells() {
        assertThatThrownBy(() -> new OptimizerConfig(0, 1L << 30, 1L << 30, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 cells");
    }

    private static Identification.Identified identified(int width, int height) {
        return new Identification.Identified(ImageFormat.TIFF, width, height, Identification.Pixels.RGB);
    }
}
