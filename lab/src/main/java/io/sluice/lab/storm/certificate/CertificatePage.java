package io.sluice.lab.storm.certificate;

import static java.util.stream.Collectors.joining;

import io.sluice.lab.storm.expected.Violation;
import io.sluice.standalone.terminal.Units;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The page with the results of a certificate, in Markdown.
final class CertificatePage {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final int SHOWN = 100;

    private final int wanted;
    private final List<BatchResult> batches;
    private final List<Kill> kills;

    private CertificatePage(int wanted, List<BatchResult> batches) {
        this.wanted = wanted;
        this.batches = batches;
        this.kills = batches.stream().flatMap(batch -> batch.kills().stream()).toList();
    }

    /// @param wanted  number of kills of the whole certificate
    /// @param batches the results so far, at least one
    static String render(int wanted, List<BatchResult> batches) {
        return new CertificatePage(wanted, batches).render();
    }

    private String render() {
        return String.join("\n", head(), points(), each(), violations());
    }

    private String head() {
        var first = batches.getFirst();
        var last = batches.getLast();
        return """
            # Crash certificate

            Written by `./sluice storm --certificate %d --seed %d`, which [storm.md](storm.md#certificate) explains: processes
            halt at named crash points, as `kill -9` would, while clients work; afterwards all images are compared with
            the responses that the clients received.

            | | |
            |---|---|
            | kills | %d of %d, in %d batches |
            | requests | %d |
            | accepted operations | %d |
            | **lost** | **%d** |
            | **doubled** | **%d** |
            | stuck | %d |
            | other violations | %d |
            | refused, because processes ended twice while they worked on the file | %d |
            | images compared byte by byte | %d |
            | slowest restart, from the end of the process until it was ready | %s |
            | slowest operation that was accepted before a kill, from the kill to its outcome | %s |
            | slowest end of a batch, from the last kill or start until all operations had an outcome | %s (allowed: %s) |
            | seed | %d |
            | date | %s to %s |
            | version | %s |
            | brokers | %d |
            | machine | %s |
            """.formatted(
                        wanted,
                        first.seed(),
                        kills.size(),
                        wanted,
                        batches.size(),
                        sum(batch -> batch.work().requests()),
                        sum(batch -> batch.work().accepted()),
                        count(Violation.Kind.LOST),
                        count(Violation.Kind.DOUBLED),
                        count(Violation.Kind.STUCK),
                        count(Violation.Kind.WRONG),
                        sum(batch -> batch.work().poisoned()),
                        sum(batch -> batch.work().downloads()),
                        time(longest(kills, Kill::readyMs)),
                        time(longest(kills, Kill::endedMs)),
                        time(batches.stream()
                                .mapToLong(batch -> batch.work().endedMs())
                                .max()
                                .orElse(0)),
                        Units.time(Batch.END_LIMIT),
                        first.seed(),
                        DATE.format(first.run().began()),
                        DATE.format(last.run().began().plusSeconds(last.run().seconds())),
                        facts(batch -> batch.run().program()),
                        last.run().brokers(),
                        facts(batch -> batch.run().machine()));
    }

    /// Returns a fact of all batches, which may have run on different machines.
    private String facts(Function<BatchResult, String> fact) {
        return batches.stream().map(fact).distinct().collect(joining("; "));
    }

    private String points() {
        return """
            ## Crash points

            *Ready*: from the end of the process until it was ready again. If it ended once more before that, this
            includes the later start. *Outcomes*: until all operations had an outcome that had been accepted before the
            kill, as seen by the clients, which ask before each of their requests.

            | process | crash point | kills | ready, median | longest | outcomes, median | longest |
            |---|---|---|---|---|---|---|
            %s
            """.formatted(Card.places().stream().map(this::point).collect(joining("\n")));
    }

    private String point(Card.Place place) {
        var here = kills.stream().filter(kill -> kill.place().equals(place)).toList();
        return row(
                place.kind(),
                '`' + place.point().name() + '`',
                here.size(),
                time(median(here, Kill::readyMs)),
                time(longest(here, Kill::readyMs)),
                time(median(here, Kill::endedMs)),
                time(longest(here, Kill::endedMs)));
    }

    private String each() {
        return """
            ## Batches

            | batch | began | length | kills | requests | accepted | lost | doubled | stuck | other | ended after |
            |---|---|---|---|---|---|---|---|---|---|---|
            %s
            """.formatted(batches.stream().map(this::batch).collect(joining("\n")));
    }

    private String batch(BatchResult batch) {
        return row(
                batch.batch(),
                DATE.format(batch.run().began()),
                Units.time(Duration.ofSeconds(batch.run().seconds())),
                batch.kills().size(),
                batch.work().requests(),
                batch.work().accepted(),
                batch.count(Violation.Kind.LOST),
                batch.count(Violation.Kind.DOUBLED),
                batch.count(Violation.Kind.STUCK),
                batch.count(Violation.Kind.WRONG),
                time(batch.work().endedMs()));
    }

    private String violations() {
        var lines = batches.stream()
                .flatMap(batch ->
                        batch.violations().stream().map(violation -> "- batch " + batch.batch() + ", " + violation))
                .limit(SHOWN)
                .toList();
        return lines.isEmpty() ? "There are no violations.\n" : "## Violations\n\n" + String.join("\n", lines) + '\n';
    }

    private static String row(Object... cells) {
        return Stream.of(cells).map(String::valueOf).collect(joining(" | ", "| ", " |"));
    }

    private long sum(ToLongFunction<BatchResult> number) {
        return batches.stream().mapToLong(number).sum();
    }

    private long count(Violation.Kind kind) {
        return sum(batch -> batch.count(kind));
    }

    private static LongStream known(List<Kill> kills, ToLongFunction<Kill> millis) {
        return kills.stream().mapToLong(millis).filter(time -> time >= 0).sorted();
    }

    private static long longest(List<Kill> kills, ToLongFunction<Kill> millis) {
        return known(kills, millis).max().orElse(-1);
    }

    private static long median(List<Kill> kills, ToLongFunction<Kill> millis) {
        var times = known(kills, millis).toArray();
        return times.length == 0 ? -1 : times[times.length / 2];
    }

    private static String time(long millis) {
        return millis < 0 ? "" : Units.time(Duration.ofMillis(millis));
    }
}
