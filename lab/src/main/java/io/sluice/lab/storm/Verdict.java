package io.sluice.lab.storm;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.sluice.lab.storm.check.Audit;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.fault.Schedule;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The result of a storm.
///
/// @param startTimes time until each service was ready, for each start
/// @param violations all violations; empty when the storm succeeded
record Verdict(
        Storm.Plan plan,
        Schedule schedule,
        History history,
        Map<ServiceName, List<Duration>> startTimes,
        Storm.Recovery recovery,
        Audit audit,
        List<String> violations) {

    /// Renders the result, for people.
    String render() {
        return String.join(
                "\n\n", history.table().render(), faults().render(), services().render(), sums());
    }

    private Table faults() {
        var table = new Table("fault", "times");
        new TreeMap<>(schedule.events().stream()
                        .map(event -> event.fault().kind())
                        .collect(groupingBy(identity(), counting())))
                .forEach(table::row);
        return table;
    }

    private Table services() {
        var table = new Table("service", "starts", "median", "longest", "before", "after");
        plan.target().layout().processes().forEach(name -> {
            var times = new ArrayList<>(startTimes.getOrDefault(name, List.of()));
            times.sort(null);
            table.row(
                    name,
                    times.size(),
                    times.isEmpty() ? "" : Units.time(times.get(times.size() / 2)),
                    times.isEmpty() ? "" : Units.time(times.getLast()),
                    String.valueOf(recovery.before().get(name)),
                    String.valueOf(recovery.after().get(name)));
        });
        return table;
    }

    private String sums() {
        return """
            requests        %d, %.1f a second; %d were sent again
            recovery        all services were ready %s after the storm
            restarts        of one service after the other, afterwards: %d requests
            outcomes        %d were published again
            images          %d downloaded and compared
            blobs           %d that no image had, %d of them left after the sweep\
            """.formatted(
                        history.total(),
                        (history.total() - recovery.answered()) / (plan.length().toMillis() / 1000.0),
                        history.resent(),
                        Units.time(recovery.time()),
                        recovery.answered(),
                        audit.replays(),
                        audit.downloads(),
                        audit.leftovers().found(),
                        audit.leftovers().left());
    }
}
