package io.sluice.lab.bench;

import io.sluice.lab.bench.fair.BenchFairCommand;
import io.sluice.lab.bench.imaging.BenchImagingCommand;
import io.sluice.lab.bench.scale.BenchScaleCommand;
import io.sluice.lab.bench.search.BenchSearchCommand;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `bench`, which groups the benchmarks.
@Command(
        name = "bench",
        header = "Measures the pipeline and the conversion of images.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private BenchCommand() {}

    public static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchIngestCommand(environment))
                .addSubcommand(new BenchBulkCommand(environment))
                .addSubcommand(new BenchCopyCommand(environment))
                .addSubcommand(new BenchSearchCommand(environment))
                .addSubcommand(new BenchFairCommand(environment))
                .addSubcommand(new BenchScaleCommand(environment))
                .addSubcommand(new BenchStartCommand())
                .addSubcommand(new BenchIdentifyCommand())
                .addSubcommand(new BenchImagingCommand(environment));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a benchmark is required: ingest, bulk, copy, search, fair, scale, start, identify or imaging");
    }
}
