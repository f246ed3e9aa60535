package io.sluice.lab.bench.imaging;

import io.sluice.standalone.sample.PixelFormat;
import io.sluice.standalone.terminal.CommandFailure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;

/// A directory of real pictures.
///
/// @param sources TIFF and PSD files, which are converted as they are
/// @param others  files that Java can read, such as PNG and JPEG
record PictureFolder(List<Path> sources, List<Path> others) {

    private static final Set<String> SOURCES = Set.of("tif", "tiff", "psd");
    private static final Set<String> OTHERS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

    PictureFolder {
        sources = List.copyOf(sources);
        others = List.copyOf(others);
    }

    /// @throws CommandFailure when no file in the directory is a picture by its name
    static PictureFolder of(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            var all = files.filter(Files::isRegularFile).sorted().toList();
            var folder = new PictureFolder(named(all, SOURCES), named(all, OTHERS));
            if (folder.sources.isEmpty() && folder.others.isEmpty()) {
                throw new CommandFailure(
                        "no pictures in " + directory + ": names must end with one of " + SOURCES + " or " + OTHERS);
            }
            return folder;
        }
    }

    private static List<Path> named(List<Path> files, Set<String> extensions) {
        return files.stream()
                .filter(file -> extensions.contains(extension(file)))
                .toList();
    }

    private static String extension(Path file) {
        var name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /// Reads one of [#others].
    static Picture read(Path file) throws IOException {
        var image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException(file + " is not an image that Java reads");
        }
        return new Loaded(file.getFileName().toString(), image);
    }

    /// A picture in memory, with 8 bits a sample.
    private record Loaded(String name, BufferedImage image) implements Picture {

        @Override
        public PixelFormat format() {
            return image.getColorModel().hasAlpha() ? PixelFormat.RGBA : PixelFormat.RGB;
        }

        @Override
        public int width() {
            return image.getWidth();
        }

        @Override
        public int height() {
            return image.getHeight();
        }

        @Override
        public void row(int y, byte[] target) {
            var at = 0;
            for (var argb : image.getRGB(0, y, width(), 1, null, 0, width())) {
                target[at++] = (byte) (argb >> 16);
                target[at++] = (byte) (argb >> 8);
                target[at++] = (byte) argb;
                if (format() == PixelFormat.RGBA) {
                    target[at++] = (byte) (argb >> 24);
                }
            }
        }
    }
}
