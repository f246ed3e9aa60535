package io.sluice.lab.bench;

import io.sluice.lab.command.DurationOption;
import io.sluice.lab.command.Output;
import io.sluice.lab.process.LogCount;
import io.sluice.lab.process.Spinners;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.TemporaryDirectory;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `bench start`: measures the first start of a server, on an idle machine and on an overloaded
/// one.
@Command(
        name = "start",
        header = "Measures the duration of a first start, also on an overloaded machine.",
        description = {
            "",
            "Starts a server on a new data directory beside a number of spinning processes, once for each number, and"
                    + " stops it when it is ready. A server that exits before is restarted after a second, like"
                    + " a service manager does.",
            ""
        },
        mixinStandardHelpOptions = true)
final class BenchStartCommand implements Callable<Integer> {

    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

    /// Time between the last output of a process and its end.
    private static final Duration END = Duration.ofSeconds(2);

    private static final List<String> JVM_OPTIONS = List.of("-Xmx1g");

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--spinners",
            split = ",",
            defaultValue = "0,60",
            paramLabel = "N",
            description = "Number of spinning processes; several are measured in turn (default: ${DEFAULT-VALUE}).")
    private List<Integer> spinners = List.of();

    @Option(
            names = "--limit",
            defaultValue = "10m",
            paramLabel = "TIME",
            description = "Maximum time until the server is ready, including restarts (default: ${DEFAULT-VALUE}).")
    private String limit = "";

    /// One measurement.
    ///
    /// @param took  time until the server was ready, or the measurement was given up
    /// @param exits exit codes of the server before it was ready
    /// @param log   the problems logged until then
    private record Start(boolean ready, Duration took, List<Integer> exits, LogCount log) {}

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        var longest = DurationOption.parse("--limit", limit);
        var table = new Table("spinning", "ready", "after", "exits", "errors logged", "warnings logged");
        var allReady = true;
        for (var count : spinners) {
            var start = measure(count, longest);
            allReady &= start.ready;
            table.row(
                    count,
                    start.ready ? "yes" : "no",
                    Units.time(start.took),
                    start.exits.isEmpty() ? "none" : start.exits.size() + " with " + start.exits,
                    start.log.errors(),
                    start.log.warnings());
        }
        output.writer().println(table.render());
        return allReady ? 0 : 1;
    }

    private static Start measure(int count, Duration longest) throws IOException, InterruptedException {
        try (var directory = TemporaryDirectory.create("sluice-bench-start-");
                var _ = Spinners.start(count, longest.multipliedBy(2))) {
            return start(directory.path().resolve("data"), longest);
        }
    }

    private static Start start(Path data, Duration longest) throws IOException, InterruptedException {
        var began = System.nanoTime();
        var exits = new ArrayList<Integer>();
        while (true) {
            try (var server = ServeProcess.launch(data, JVM_OPTIONS, Map.of())) {
                var ready = server.awaitReady(longest.minus(since(began)));
                var took = since(began);
                if (ready || !server.ended(END)) {
                    return new Start(ready, took, exits, LogCount.of(ServeProcess.log(data)));
                }
                exits.add(server.stop());
            }
            if (since(began).compareTo(longest) > 0) {
                return new Start(false, since(began), exits, LogCount.of(ServeProcess.log(data)));
            }
            TimeUnit.NANOSECONDS.sleep(RESTART_DELAY.toNanos());
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
