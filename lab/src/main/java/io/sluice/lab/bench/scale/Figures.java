package io.sluice.lab.bench.scale;

import io.sluice.standalone.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The figures of one server, by what they are of.
final class Figures {

    private final String title;
    private final Map<String, String> cells = new LinkedHashMap<>();

    /// @param title heading of their column
    Figures(String title) {
        this.title = title;
    }

    void put(String row, String figure) {
        cells.put(row, figure);
    }

    /// Returns a table with a column for each server, in the order of the rows of the first one.
    static String table(List<Figures> servers) {
        var header = Stream.concat(Stream.of(""), servers.stream().map(server -> server.title));
        var table = new Table(header.toArray(String[]::new));
        for (var row : servers.getFirst().cells.keySet()) {
            var cells = new ArrayList<Object>(List.of(row));
            servers.forEach(server -> cells.add(server.cells.getOrDefault(row, "")));
            table.row(cells.toArray());
        }
        return table.render();
    }
}
