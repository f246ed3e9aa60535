package io.sluice.lab.storm.certificate;

import io.sluice.lab.storm.cluster.Layout;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A certificate: a number of kills in batches, whose results stay in its directory. After an interruption, the
/// next run in the same directory continues with the batch that was not finished.
public final class Certificate {

    /// Consecutive batches without a kill after which it is given up.
    private static final int FRUITLESS = 2;

    /// The files of a batch without violations that are kept.
    private static final Set<String> KEPT = Set.of("history.jsonl", "log");

    private final Plan plan;
    private final Path directory;
    private final Results results;
    private final Optional<Path> page;
    private final Consumer<String> report;

    /// The parameters of a certificate.
    ///
    /// @param seed    seed of the kills and of the clients' requests
    /// @param kills   number of kills
    /// @param batch   length of a batch
    /// @param clients number of concurrent requests
    /// @param rate    requests per second of all clients together, if responses are immediate
    /// @param layout  the processes
    /// @param overS3  whether blobs are in an S3 server, rather than in a shared folder
    public record Plan(long seed, int kills, Duration batch, int clients, double rate, Layout layout, boolean overS3) {}

    private Certificate(Plan plan, Path directory, Results results, Optional<Path> page, Consumer<String> report) {
        this.plan = plan;
        this.directory = directory;
        this.results = results;
        this.page = page;
        this.report = report;
    }

    /// Returns the seed of the certificate that was begun in `directory`.
    public static Optional<Long> seed(Path directory) throws IOException {
        return Results.in(directory).all().stream().findFirst().map(BatchResult::seed);
    }

    /// Runs the batches that are left, and writes the page after each.
    ///
    /// @param directory directory of the results, and of all data
    /// @param page      the page to be written, if any
    /// @param report    receives the progress
    /// @return the violations of all batches, for people
    /// @throws CommandFailure when the directory contains the results of another seed
    public static List<String> run(Plan plan, Path directory, Optional<Path> page, Consumer<String> report)
            throws IOException, InterruptedException, ExecutionException {
        var results = Results.in(directory);
        for (var other : results.all()) {
            if (other.seed() != plan.seed) {
                throw new CommandFailure(
                        "the results in " + directory + " have the seed " + other.seed() + ", not " + plan.seed);
            }
        }
        return new Certificate(plan, directory, results, page, report).run();
    }

    private List<String> run() throws IOException, InterruptedException, ExecutionException {
        var done = results.kills().stream().map(Kill::place).toList();
        var cards = Card.deal(plan.seed, plan.kills, done);
        var fruitless = 0;
        writePage();
        while (cards.values().stream().anyMatch(left -> !left.isEmpty()) && fruitless < FRUITLESS) {
            var number = results.all().size() + 1;
            var place = directory.resolve("batch-" + number);
            clear(place, Set.of()); // of a run that was interrupted
            Files.createDirectories(place);
            report.accept("batch " + number + ", "
                    + cards.values().stream().mapToInt(Queue::size).sum() + " kills left");
            var result = Batch.run(plan, number, cards, place, report);
            results.add(result);
            writePage();
            if (result.violations().isEmpty()) {
                clear(place, KEPT);
            }
            result.violations().forEach(violation -> report.accept("batch " + number + ": " + violation));
            report.accept("batch " + number + ": " + result.kills().size() + " kills, "
                    + result.work().accepted() + " accepted operations, "
                    + result.violations().size() + " violations, in "
                    + result.run().seconds() + " s");
            fruitless = result.kills().isEmpty() ? fruitless + 1 : 0;
        }
        report.accept("results in " + directory);
        return verdict();
    }

    private List<String> verdict() {
        var violations = results.all().stream()
                .flatMap(batch ->
                        batch.violations().stream().map(violation -> "batch " + batch.batch() + ": " + violation))
                .toList();
        var kills = results.kills().size();
        return violations.isEmpty() && kills < plan.kills
                ? List.of("only " + kills + " of " + plan.kills + " kills could be made")
                : violations;
    }

    private void writePage() throws IOException {
        if (page.isPresent() && !results.all().isEmpty()) {
            Files.writeString(page.get(), CertificatePage.render(plan.kills, results.all()));
        }
    }

    /// Removes a directory with all files except those with these names.
    private static void clear(Path directory, Set<String> kept) {
        if (Files.notExists(directory)) {
            return;
        }
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!kept.contains(file.getFileName().toString())) {
                        Files.delete(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    try (var entries = Files.list(visited)) {
                        if (entries.findAny().isPresent()) {
                            return FileVisitResult.CONTINUE;
                        }
                    }
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the data in " + directory, e);
        }
    }
}
