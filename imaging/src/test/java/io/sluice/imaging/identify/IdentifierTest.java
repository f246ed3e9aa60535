package io.sluice.imaging.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.FileImageBytes;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.Identification.Refused;
import io.sluice.imaging.ImageBytes;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.MemoryImageBytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentifierTest {

    private final Identifier identifier = new Identifier(ImageLimits.DEFAULTS);

    private static byte[] png(int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    @Test
    void identifiesAFile(@TempDir Path directory) throws IOException {
        var file = Files.write(directory.resolve("picture.jpg"), png(30, 20));
        try (var bytes = FileImageBytes.open(file)) {
            assertThat(identifier.identify(bytes)).isEqualTo(new Identified(ImageFormat.PNG, 30, 20, Pixels.RGB));
        }
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        assertThat(identifier.identify(new MemoryImageBytes(new byte[0])))
                .isEqualTo(new Refused(new Rejection.EmptyFile()));
    }

    @Test
    void refusesAFileLargerThanTheLimitWithoutReadingIt() throws IOException {
        var unread = new Unreachable(150_000_001);
        assertThat(identifier.identify(unread)).isEqualTo(new Refused(new Rejection.TooLarge(150_000_000)));
    }

    @Test
    void refusesMorePixelsThanTheConfiguredLimit() throws IOException {
        var strict = new Identifier(new ImageLimits(599, 1_000_000, Duration.ofSeconds(1)));
        assertThat(strict.identify(new MemoryImageBytes(png(30, 20))))
                .isEqualTo(new Refused(new Rejection.TooManyPixels(30, 20, 599)));
    }

    @Test
    void anUnreachableFileIsNoBadImage() {
        assertThatThrownBy(() -> identifier.identify(new Unreachable(100)))
                .isInstanceOf(IOException.class)
                .hasMessage("connection lost");
    }

    /// A file whose bytes cannot be read.
    private record Unreachable(long size) implements ImageBytes {
        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            throw new IOException("connection lost");
        }

        @Override
        public void close() {}
    }
}
