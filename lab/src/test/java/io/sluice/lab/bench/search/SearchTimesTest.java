package io.sluice.lab.bench.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standalone.terminal.Table;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SearchTimesTest {

    @Test
    void showsNearestRanks() {
        var table = new Table("search", "median ms", "p99 ms", "longest ms");

        SearchTimes.row(
                table,
                "numbers",
                LongStream.rangeClosed(1, 200).map(i -> (201 - i) * 1_000_000).toArray());

        assertThat(table.render()).containsPattern("numbers +100\\.0 +198\\.0 +200\\.0");
    }

    @Test
    void countsSearchesWithAndWithoutFacetsApart() {
        var times = new SearchTimes(1);
        for (var search : Mix.values()) {
            times.put(search, 0, search.hasFacets() ? 9_000_000 : 2_000_000);
        }

        assertThat(times.table())
                .containsPattern("all without facets +2\\.0 +2\\.0 +2\\.0")
                .containsPattern("all with facets +9\\.0 +9\\.0 +9\\.0");
    }
}
