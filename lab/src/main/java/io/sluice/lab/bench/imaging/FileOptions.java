package io.sluice.lab.bench.imaging;

import io.sluice.standalone.sample.PixelFormat;
import io.sluice.standalone.terminal.CommandFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/// The options that select the files to convert.
final class FileOptions {

    @Option(
            names = "--megapixels",
            split = ",",
            defaultValue = "18",
            paramLabel = "N",
            description = "Sizes of the images, such as 18,100 (default: ${DEFAULT-VALUE}).")
    private List<Integer> megapixels = List.of();

    @Option(
            names = "--scenes",
            split = ",",
            defaultValue = "photo,flat",
            paramLabel = "SCENE",
            description = "photo: smooth and noisy; flat: areas of few colors (default: ${DEFAULT-VALUE}).")
    private List<String> scenes = List.of();

    @Option(
            names = "--samples",
            split = ",",
            defaultValue = "rgb,rgba,rgb16",
            paramLabel = "SAMPLES",
            description = "Pixel formats (default: ${DEFAULT-VALUE}).")
    private List<String> samples = List.of();

    @Option(
            names = "--files",
            split = ",",
            defaultValue = "tiff,tiff-lzw,tiff-deflate,psd,psd-rle",
            paramLabel = "FILE",
            description = "Kinds of files (default: ${DEFAULT-VALUE}).")
    private List<String> files = List.of();

    /// Returns the images to write as files.
    ///
    /// @throws CommandFailure when a value is not allowed
    List<TestImage> images() {
        if (megapixels.stream().anyMatch(n -> n < 1 || n > 225)) {
            throw new CommandFailure("--megapixels must be from 1 to 225");
        }
        var images = new ArrayList<TestImage>();
        for (int size : megapixels) {
            for (var scene : scenes) {
                for (var kind : samples) {
                    images.add(TestImage.of(
                            constant(TestImage.Scene.values(), scene, "--scenes"),
                            constant(PixelFormat.values(), kind, "--samples"),
                            size * 1_000_000L));
                }
            }
        }
        return images;
    }

    /// Returns the kinds of files to write.
    ///
    /// @throws CommandFailure when a value is not allowed
    List<SourceFile> kinds() {
        return files.stream()
                .map(label -> Arrays.stream(SourceFile.values())
                        .filter(kind -> kind.label().equals(label))
                        .findFirst()
                        .orElseThrow(() -> new CommandFailure(
                                "--files must be one of " + SourceFile.labels() + ", not \"" + label + "\"")))
                .toList();
    }

    private static <T extends Enum<T>> T constant(T[] values, String name, String option) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(option + " must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(values)
                                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                                        .toList())
                        + ", not \"" + name + "\""));
    }
}
