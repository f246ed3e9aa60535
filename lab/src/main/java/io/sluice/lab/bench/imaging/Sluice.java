package io.sluice.lab.bench.imaging;

import io.sluice.imaging.Conversion;
import io.sluice.imaging.FileImageBytes;
import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.OptimizerConfig;
import io.sluice.imaging.Target;
import io.sluice.imaging.cell.Optimizer;
import io.sluice.imaging.identify.Identifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Our own conversion with its verification, in one warm child process as on the server. The memory is that
/// of the child; the time includes the identification of the file.
final class Sluice implements Contender {

    private final Identifier identifier = new Identifier(ImageLimits.DEFAULTS);
    private final Optimizer optimizer;

    Sluice(int threads) {
        optimizer = Optimizer.start(ImageLimits.DEFAULTS, OptimizerConfig.DEFAULTS.with(1, threads));
    }

    @Override
    public String name() {
        return "sluice";
    }

    @Override
    public boolean reads(Path source) {
        return true;
    }

    @Override
    public Run convert(Path source, Path destination) throws IOException, InterruptedException {
        cells().forEach(ProcessUsage::forgetPeak);
        Duration before = cpu();
        long began = System.nanoTime();
        Conversion conversion = convert(source, identified(source), destination);
        var wall = Duration.ofNanos(System.nanoTime() - began);
        return switch (conversion) {
            case Conversion.Converted made ->
                new Run(
                        wall,
                        cpu().minus(before),
                        cells().stream().mapToLong(ProcessUsage::peakBytes).sum(),
                        made.bytes());
            case Conversion.Refused(var reason) -> throw new IOException(reason.message());
        };
    }

    @Override
    public void close() {
        optimizer.close();
    }

    private Conversion convert(Path source, Identification identification, Path destination)
            throws IOException, InterruptedException {
        return switch (identification) {
            case Identification.Identified image -> optimizer.convert(source, image, Target.PNG, destination);
            case Identification.Refused(var reason) -> throw new IOException(reason.message());
        };
    }

    private Identification identified(Path source) throws IOException {
        try (var bytes = FileImageBytes.open(source)) {
            return identifier.identify(bytes);
        }
    }

    /// Returns the CPU time including that of this process, which identifies and communicates with the child.
    private static Duration cpu() {
        Duration all = new ProcessUsage(ProcessHandle.current().pid()).cpu();
        for (var cell : cells()) {
            all = all.plus(cell.cpu());
        }
        return all;
    }

    private static List<ProcessUsage> cells() {
        return ProcessHandle.current()
                .children()
                .map(child -> new ProcessUsage(child.pid()))
                .toList();
    }
}
