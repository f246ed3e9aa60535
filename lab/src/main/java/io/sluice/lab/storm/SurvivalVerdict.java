package io.sluice.lab.storm;

import static java.util.stream.Collectors.joining;

import io.sluice.lab.process.LogCount;
import io.sluice.lab.storm.call.Answers;
import io.sluice.lab.storm.check.Audit;
import io.sluice.lab.storm.check.Check;
import io.sluice.lab.storm.cluster.Service;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.cluster.Span;
import io.sluice.lab.storm.expected.History;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The result of a survival trial.
///
/// @param processes  the faults and problems of each process
/// @param checks     the checks with their results
/// @param violations each loss, duplicate and error
record SurvivalVerdict(
        Survival.Plan plan,
        History history,
        Answers answers,
        Map<ServiceName, Endured> processes,
        Audit audit,
        List<Check> checks,
        List<String> violations) {

    /// Exit code of a process that its own watchdog has ended.
    static final int WATCHDOG = 3;

    SurvivalVerdict {
        processes = Map.copyOf(processes);
        checks = List.copyOf(checks);
        violations = List.copyOf(violations);
    }

    /// The faults and problems of a process.
    ///
    /// @param starts time until it was ready, for each start
    /// @param stops  times in which it was halted
    /// @param exits  exits by itself
    /// @param log    numbers of logged problems
    record Endured(List<Duration> starts, List<Span> stops, List<Service.Exit> exits, LogCount log) {}

    boolean holds() {
        return violations.isEmpty() && checks.stream().allMatch(Check::holds);
    }

    /// Returns all violations, for people.
    List<String> failures() {
        return Stream.concat(checks.stream().filter(check -> !check.holds()).map(Check::violation), violations.stream())
                .toList();
    }

    /// Renders the result, for people.
    String render() {
        return String.join(
                "\n\n",
                history.table().render(),
                statuses().render(),
                services().render(),
                sums(),
                Check.table(checks).render());
    }

    private Table statuses() {
        var table = new Table("requests to a node", "times");
        answers.statuses().forEach((status, times) -> table.row("answered with " + status, times));
        table.row("not sent, since no process listened", answers.refused());
        table.row("broken off by a halt or an end of the process", answers.excused());
        table.row("without an answer", answers.unanswered().size());
        return table;
    }

    private Table services() {
        var table = new Table("process", "starts", "longest", "halted", "ended by itself", "errors", "warnings");
        plan.layout().processes().forEach(name -> {
            var endured = processes.get(name);
            if (endured != null) {
                table.row(
                        name,
                        endured.starts.size(),
                        endured.starts.stream()
                                .max(Duration::compareTo)
                                .map(Units::time)
                                .orElse(""),
                        Units.time(endured.stops.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus)),
                        exits(endured),
                        endured.log.errors(),
                        endured.log.warnings());
            }
        });
        return table;
    }

    private static String exits(Endured endured) {
        return endured.exits.isEmpty()
                ? "0"
                : endured.exits.size() + " times, with "
                        + endured.exits.stream()
                                .map(exit -> Integer.toString(exit.code()))
                                .collect(joining(", "));
    }

    private String sums() {
        return """
                trial           %s, %s, seed %d
                requests        %d, of which %d were sent again
                longest answer  %s, without the time in which the process was halted
                outcomes        %d were published again
                images          %d downloaded and compared
                blobs           %d that no image had, %d of them left after the sweep\
                """.formatted(
                        plan.trial(),
                        plan.layout(),
                        plan.seed(),
                        answers.answered()
                                + answers.refused()
                                + answers.excused()
                                + answers.unanswered().size(),
                        history.resent(),
                        Units.time(answers.longest()),
                        audit.replays(),
                        audit.downloads(),
                        audit.leftovers().found(),
                        audit.leftovers().left());
    }
}
