package io.sluice.standalone.sample;

import io.sluice.command.Bytes;
import io.sluice.standalone.terminal.TemporaryDirectory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/// The sample images, each generated on demand.
public final class Samples {

    private Samples() {}

    public static Sample png() {
        return new Sample("sample.png", "PNG, RGB", encoded(new Landscape(480, 320, 0.5).rgb(), "png"));
    }

    public static Sample jpeg() {
        return new Sample("holiday.jpg", "JPEG", encoded(new Landscape(1600, 1067, 0.7).rgb(), "jpg"));
    }

    public static Sample tiff() {
        var rows = new Landscape(1200, 800, 0.2).rows(PixelFormat.RGB16);
        return new Sample(
                "scan.tif",
                "TIFF, 16 bits a sample",
                written(file -> TiffWriter.write(rows, TiffWriter.Compression.NONE, file)));
    }

    public static Sample psd() {
        var rows = new Landscape(900, 600, 0.4).rows(PixelFormat.RGBA);
        return new Sample("cutout.psd", "PSD, RGB with alpha", written(file -> PsdWriter.write(rows, false, file)));
    }

    public static Sample animatedGif() {
        var frames = IntStream.range(0, 8)
                .mapToObj(i -> new Landscape(240, 160, i / 7.0))
                .toList();
        return new Sample("sunset.gif", "GIF, 8 frames", Bytes.of(GifWriter.write(frames)));
    }

    /// A writer of an image into a file.
    private interface Writing {
        void into(Path file) throws IOException;
    }

    /// Returns what a writer with random access has written, through a temporary file.
    private static Bytes written(Writing writing) {
        try (var directory = TemporaryDirectory.create("sluice-sample-")) {
            var file = directory.path().resolve("sample");
            writing.into(file);
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a sample image", e);
        }
    }

    private static Bytes encoded(BufferedImage image, String format) {
        var bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalStateException("this Java platform cannot write " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Bytes.of(bytes.toByteArray());
    }
}
