package io.sluice.lab.bench.imaging;

import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Alternating conversions of the same files by all contenders, so that other work on the machine affects all
/// of them.
final class Contest {

    private final Sluice ours;
    private final List<? extends Contender> peers;
    private final Path directory;
    private final PrintWriter out;

    /// Creates the contest; the caller closes the arguments.
    ///
    /// @param directory directory of the files; needs space for a few of them
    Contest(Sluice ours, List<? extends Contender> peers, Path directory, PrintWriter out) {
        this.ours = ours;
        this.peers = peers;
        this.directory = directory;
        this.out = out;
    }

    /// Writes the picture as a file of each kind, and has it converted.
    void run(Picture image, List<SourceFile> kinds, int warmUp, int rounds) throws IOException, InterruptedException {
        say(String.format(
                Locale.ROOT, "%s, %d × %d pixels, %d rounds", image.name(), image.width(), image.height(), rounds));
        for (var kind : kinds) {
            Path source = kind.write(image, directory);
            run(kind.label(), source, warmUp, rounds);
            Files.delete(source);
        }
    }

    /// Has a file converted as it is.
    void run(Path source, int warmUp, int rounds) throws InterruptedException {
        say(source.getFileName() + ", " + rounds + " rounds");
        try {
            run("as it is", source, warmUp, rounds);
        } catch (IOException e) {
            say("  sluice cannot convert it: " + e.getMessage() + "\n");
        }
    }

    private void run(String label, Path source, int warmUp, int rounds) throws IOException, InterruptedException {
        for (int i = 0; i < warmUp; i++) {
            convert(ours, source);
        }
        var runs = runs(label, source, rounds);
        say("\n" + table(label + ", " + Units.bytes(Files.size(source)), runs) + "\n");
    }

    private Map<Contender, Run> runs(String label, Path source, int rounds) throws InterruptedException {
        var runs = new LinkedHashMap<Contender, List<Run>>();
        var contenders = new ArrayList<Contender>();
        contenders.add(ours);
        peers.stream().filter(peer -> peer.reads(source)).forEach(contenders::add);
        for (int round = 0; round < rounds; round++) {
            for (var contender : contenders) {
                try {
                    runs.computeIfAbsent(contender, _ -> new ArrayList<>()).add(convert(contender, source));
                } catch (IOException e) {
                    say("  " + contender.name() + " cannot convert " + label + ": " + e.getMessage());
                }
            }
        }
        var medians = new LinkedHashMap<Contender, Run>();
        runs.forEach((contender, all) -> {
            if (!all.isEmpty()) {
                medians.put(contender, Run.median(all));
            }
        });
        return medians;
    }

    private Run convert(Contender contender, Path source) throws IOException, InterruptedException {
        Path destination = directory.resolve("out.png");
        try {
            return contender.convert(source, destination);
        } finally {
            Files.deleteIfExists(destination);
        }
    }

    /// Renders the table, with ratios to the best value of the other programs in each column.
    private String table(String file, Map<Contender, Run> runs) {
        var table = new Table(
                file, "time", "CPU time", "peak memory", "PNG", "of best time", "of best CPU time", "of best PNG");
        runs.forEach((contender, run) -> {
            boolean own = contender == ours;
            table.row(
                    contender.name(),
                    Units.time(run.wall()),
                    run.cpu().isZero() ? "–" : Units.time(run.cpu()),
                    run.peakBytes() == 0 ? "–" : Units.bytes(run.peakBytes()),
                    Units.bytes(run.size()),
                    own ? ratio(runs, r -> seconds(r.wall())) : "",
                    own ? ratio(runs, r -> seconds(r.cpu())) : "",
                    own ? ratio(runs, Run::size) : "");
        });
        return table.render();
    }

    private String ratio(Map<Contender, Run> runs, Function<Run, Number> of) {
        double best = runs.entrySet().stream()
                .filter(entry -> entry.getKey() != ours)
                .mapToDouble(entry -> of.apply(entry.getValue()).doubleValue())
                .min()
                .orElse(0);
        Run own = runs.get(ours);
        return own == null || best == 0
                ? ""
                : String.format(Locale.ROOT, "%.2f", of.apply(own).doubleValue() / best);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }
}
