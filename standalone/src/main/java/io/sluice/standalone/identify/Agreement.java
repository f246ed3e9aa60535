package io.sluice.standalone.identify;

import io.sluice.standalone.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/// The comparison of findings with expectations. Not thread-safe.
final class Agreement {

    private static final class Count {
        private int files;
        private int agreeing;
    }

    private final Map<String, Count> counts = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();

    void note(Expectation expectation, Finding finding) {
        var count = counts.computeIfAbsent(expectation.group(), _ -> new Count());
        count.files++;
        var differing = expectation.differences(finding);
        if (differing.isEmpty()) {
            count.agreeing++;
        }
        differing.forEach(difference -> differences.add(expectation.file() + ": " + difference));
    }

    boolean complete() {
        return differences.isEmpty();
    }

    /// Renders a table of matches per format, then each difference.
    String render() {
        var table = new Table("format", "files", "agree");
        counts.forEach((format, count) -> table.row(format, count.files, count.agreeing));
        table.row("all", sum(count -> count.files), sum(count -> count.agreeing));
        return complete() ? table.render() : table.render() + "\n\n" + String.join("\n", differences);
    }

    private int sum(ToIntFunction<Count> of) {
        return counts.values().stream().mapToInt(of).sum();
    }
}
