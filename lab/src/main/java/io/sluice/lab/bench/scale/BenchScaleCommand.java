package io.sluice.lab.bench.scale;

import io.sluice.lab.command.Output;
import io.sluice.lab.command.ServerSettings;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.TemporaryDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `bench scale`: measures servers with ever more images.
@Command(
        name = "scale",
        header = "Measures how uploads, searches, copies and starts grow with the number of images.",
        description = {
            "",
            "For each size, starts a server with a heap of 1 GB in a temporary directory and publishes the commands"
                    + " that register as many images in one organization; then, with a server of its own, as many"
                    + " organizations as --organizations says. When all images are in the index and its merges have"
                    + " ended, restarts the server, uploads images of 100 KB, reads pages, and copies a part of the"
                    + " images. Prints a table with a column for each size: times and the server's processor time for"
                    + " each request, the bytes on disk for 1,000 images before the first upload, the heap after a"
                    + " collection, and the rates.",
            "",
            "Only the images that are copied have bytes in the store. With several organizations, each request is"
                    + " to another one. Client and server share this machine's processors: nothing else should run"
                    + " on it. All sizes take about 4 GB of disk.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class BenchScaleCommand implements Callable<Integer> {

    private static final int MOST_IMAGES = 20_000_000;

    private final Map<String, String> environment;

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "10000,100000,1000000",
            paramLabel = "N",
            description = "Images of the organization; several numbers are measured in turn"
                    + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--organizations",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Organizations of the last server; none with 0 (default: ${DEFAULT-VALUE}).")
    private int organizations;

    @Option(
            names = "--images",
            defaultValue = "100",
            paramLabel = "N",
            description = "Images of each of these (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--warm-up",
            defaultValue = "2000",
            paramLabel = "N",
            description = "Uploads before the measured ones (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--uploads",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Uploads at 8 at once; a quarter of them one at a time (default: ${DEFAULT-VALUE}).")
    private int uploads;

    @Option(
            names = "--reads",
            defaultValue = "300",
            paramLabel = "N",
            description = "Requests for pages of each kind (default: ${DEFAULT-VALUE}).")
    private int reads;

    @Option(
            names = "--copied",
            defaultValue = "10000",
            paramLabel = "N",
            description = "Images to copy, if there are as many (default: ${DEFAULT-VALUE}).")
    private int copied;

    public BenchScaleCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        check();
        var settings = ServerSettings.from(environment);
        settings.put("SLUICE_ROOT_API_KEY", Target.ROOT_KEY);
        var effort = new Effort(warmUp, uploads, reads, copied);
        var columns = new ArrayList<Figures>();
        for (var population : populations()) {
            output.say("\n" + population.title() + " images");
            try (var directory = TemporaryDirectory.create("sluice-bench-scale-")) {
                var data = directory.path().resolve("data");
                columns.add(new Growth(data, settings, population, effort, output::say).measure());
            }
            output.say("\n" + Figures.table(columns)); // also before the last one: a large one takes long
        }
        return 0;
    }

    private List<Population> populations() {
        var populations = new ArrayList<Population>();
        sizes.forEach(size -> populations.add(new Population(1, size)));
        if (organizations > 0) {
            populations.add(new Population(organizations, images));
        }
        return populations;
    }

    private void check() {
        if (sizes.stream().anyMatch(size -> size < 1 || size > MOST_IMAGES)
                || organizations < 0
                || images < 1
                || (long) organizations * images > MOST_IMAGES) {
            throw new CommandFailure("--sizes, and --organizations times --images, must be from 1 to " + MOST_IMAGES);
        }
        if (warmUp < 0 || uploads < 1 || reads < 1 || copied < 1) {
            throw new CommandFailure("--uploads, --reads and --copied must be at least 1, --warm-up at least 0");
        }
    }
}
