package io.sluice.lab.bench.imaging;

import io.sluice.standalone.sample.PixelFormat;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.TemporaryDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `bench imaging`: compares the conversion to PNG with that of other programs.
@Command(
        name = "imaging",
        header = "Compares the conversion to PNG with that of vips, ImageMagick and sharp.",
        description = {
            "",
            "Generates images, writes them as TIFF and PSD, and converts each to PNG with a warm child process, as on"
                    + " the server, and with the other programs that are installed, in alternating rounds. Shows the"
                    + " medians of time and CPU time, the peak memory, the size of the PNG, and ratios to the best"
                    + " value of the other programs. CPU time and memory are measured on Linux only.",
            "",
            "sharp is used when --sharp is a directory in which \"npm install sharp\" was run; the other programs are"
                    + " searched in the PATH.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class BenchImagingCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

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

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "Rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "3",
            paramLabel = "N",
            description = "Own conversions of each file before the first round (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of our conversion (default: number of cores), not of the other programs.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--sharp", paramLabel = "DIR", description = "Directory with sharp in its node_modules.")
    private @Nullable Path sharp;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Directory of the files, which are deleted afterwards (default: temporary files).")
    private @Nullable Path directory;

    public BenchImagingCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        check();
        var images = images();
        var kinds = kinds();
        var peers = Peers.find(environment.getOrDefault("PATH", ""), sharp);
        PrintWriter out = spec.commandLine().getOut();
        peers.missing().forEach(sentence -> out.println("Not measured: " + sentence));
        if (!ProcessUsage.isSupported()) {
            out.println("This system provides no CPU time and memory of processes.");
        }
        try (var files = TemporaryDirectory.create(directory, "sluice-bench-");
                var ours = new Sluice(threads)) {
            var contest = new Contest(ours, peers.contenders(), files.path(), out);
            for (var image : images) {
                contest.run(image, kinds, warmUp, rounds);
            }
        }
        return 0;
    }

    private List<TestImage> images() {
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

    private List<SourceFile> kinds() {
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

    private void check() {
        if (rounds < 1 || warmUp < 0 || threads < 1) {
            throw new CommandFailure("--rounds and --threads must be at least 1, --warm-up at least 0");
        }
        if (megapixels.stream().anyMatch(n -> n < 1 || n > 225)) {
            throw new CommandFailure("--megapixels must be from 1 to 225");
        }
    }
}
