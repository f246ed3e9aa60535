package io.sluice.lab.bench.search;

import io.sluice.standalone.terminal.Table;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/// The times of repeated searches of the [Mix].
final class SearchTimes {

    private final Map<Mix, long[]> nanos = new EnumMap<>(Mix.class);

    /// @param rounds how often each search is made
    SearchTimes(int rounds) {
        for (var search : Mix.values()) {
            nanos.put(search, new long[rounds]);
        }
    }

    void put(Mix search, int round, long time) {
        times(search)[round] = time;
    }

    String table() {
        var table = new Table("search", "median ms", "p99 ms", "longest ms");
        for (var search : Mix.values()) {
            row(table, search.toString(), times(search));
        }
        row(table, "all without facets", joined(false));
        row(table, "all with facets", joined(true));
        return table.render();
    }

    static void row(Table table, String name, long[] times) {
        var sorted = times.clone();
        Arrays.sort(sorted);
        table.row(name, millis(sorted, 0.5), millis(sorted, 0.99), millis(sorted, 1));
    }

    private long[] times(Mix search) {
        return nanos.getOrDefault(search, new long[0]);
    }

    private long[] joined(boolean facets) {
        return Arrays.stream(Mix.values())
                .filter(search -> search.hasFacets() == facets)
                .flatMapToLong(search -> LongStream.of(times(search)))
                .toArray();
    }

    /// Nearest rank.
    private static String millis(long[] sorted, double quantile) {
        if (sorted.length == 0) {
            return "";
        }
        var rank = Math.max(1, (int) Math.ceil(quantile * sorted.length));
        return String.format(Locale.ROOT, "%.1f", sorted[rank - 1] / 1e6);
    }
}
