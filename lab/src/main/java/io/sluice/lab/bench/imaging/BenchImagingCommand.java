package io.sluice.lab.bench.imaging;

import io.sluice.lab.command.Output;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final FileOptions fileOptions = new FileOptions();

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "Directory with real pictures, which are converted instead of generated images: TIFF and PSD"
                    + " as they are; PNG, JPEG, GIF and BMP, with 8 bits a sample, written as --files first.")
    private @Nullable Path pictures;

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
        var images = fileOptions.images();
        var kinds = fileOptions.kinds();
        var peers = Peers.find(environment.getOrDefault("PATH", ""), sharp);
        PrintWriter out = output.writer();
        peers.missing().forEach(sentence -> out.println("Not measured: " + sentence));
        if (!ProcessUsage.isSupported()) {
            out.println("This system provides no CPU time and memory of processes.");
        }
        try (var files = TemporaryDirectory.create(directory, "sluice-bench-");
                var ours = new Sluice(threads)) {
            var contest = new Contest(ours, peers.contenders(), files.path(), out);
            if (pictures != null) {
                convert(PictureFolder.of(pictures), kinds, contest);
            } else {
                for (var image : images) {
                    contest.run(image, kinds, warmUp, rounds);
                }
            }
        }
        return 0;
    }

    private void convert(PictureFolder folder, List<SourceFile> kinds, Contest contest)
            throws IOException, InterruptedException {
        for (var source : folder.sources()) {
            contest.run(source, warmUp, rounds);
        }
        for (var other : folder.others()) {
            contest.run(PictureFolder.read(other), kinds, warmUp, rounds);
        }
    }

    private void check() {
        if (rounds < 1 || warmUp < 0 || threads < 1) {
            throw new CommandFailure("--rounds and --threads must be at least 1, --warm-up at least 0");
        }
    }
}
