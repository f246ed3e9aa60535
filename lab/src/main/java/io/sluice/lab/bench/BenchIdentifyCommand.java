package io.sluice.lab.bench;

import io.sluice.imaging.FileImageBytes;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.identify.Identifier;
import io.sluice.lab.command.Output;
import io.sluice.standalone.sample.Sample;
import io.sluice.standalone.sample.Samples;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.TemporaryDirectory;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `bench identify`: opens, identifies and closes files repeatedly on one thread.
@Command(
        name = "identify",
        header = "Measures how many files one core identifies per second.",
        description = {
            "",
            "Identifies each file repeatedly on one thread, opening it each time, and measures the CPU time of"
                    + " that thread, so that other work on the machine has little effect. Uses the sample images unless"
                    + " files or directories are given.",
            ""
        },
        mixinStandardHelpOptions = true)
final class BenchIdentifyCommand implements Callable<Integer> {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Mixin
    private final Output output = new Output();

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files and directories of images.")
    private List<Path> paths = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "1",
            paramLabel = "N",
            description = "CPU time for each format, after the same time for warming up (default: ${DEFAULT-VALUE}).")
    private int seconds;

    private final Identifier identifier = new Identifier(ImageLimits.DEFAULTS);

    @Override
    public Integer call() throws IOException {
        if (seconds < 1) {
            throw new CommandFailure("--seconds must be positive, not " + seconds);
        }
        Logs.onlyTroubles();
        try (var directory = TemporaryDirectory.create("sluice-bench-identify")) {
            output.writer().println(measure(paths.isEmpty() ? samples(directory.path()) : found()));
        }
        return 0;
    }

    private static List<Path> samples(Path directory) throws IOException {
        var files = new ArrayList<Path>();
        for (Sample sample :
                List.of(Samples.png(), Samples.jpeg(), Samples.tiff(), Samples.psd(), Samples.animatedGif())) {
            files.add(Files.write(
                    directory.resolve(sample.name()), sample.content().toArray()));
        }
        return files;
    }

    private List<Path> found() throws IOException {
        var files = new ArrayList<Path>();
        for (var path : paths) {
            try (var below = Files.walk(path)) {
                below.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }

    private String measure(List<Path> files) throws IOException {
        Map<String, List<Path>> byFormat = new TreeMap<>();
        for (var file : files) {
            byFormat.computeIfAbsent(format(file), _ -> new ArrayList<>()).add(file);
        }
        var table = new Table("format", "files", "mean size", "per second and core", "per file");
        for (var entry : byFormat.entrySet()) {
            run(entry.getValue());
            double perFile = run(entry.getValue());
            long bytes = 0;
            for (var file : entry.getValue()) {
                bytes += Files.size(file);
            }
            table.row(
                    entry.getKey(),
                    entry.getValue().size(),
                    Units.bytes(bytes / entry.getValue().size()),
                    Math.round(1e9 / perFile),
                    Math.round(perFile / 1e3) + " µs");
        }
        return table.render();
    }

    private String format(Path file) throws IOException {
        try (var bytes = FileImageBytes.open(file)) {
            return identifier.identify(bytes) instanceof Identified image
                    ? image.format().extension()
                    : "refused";
        }
    }

    /// Identifies the files repeatedly, and returns the nanoseconds per file.
    private double run(List<Path> files) throws IOException {
        long limit = Duration.ofSeconds(seconds).toNanos();
        long began = THREADS.getCurrentThreadCpuTime();
        long identified = 0;
        long spent = 0;
        while (spent < limit) {
            for (var file : files) {
                format(file);
                identified++;
            }
            spent = THREADS.getCurrentThreadCpuTime() - began;
        }
        return (double) spent / identified;
    }
}
