package io.sluice.standalone.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A text table: each column is as wide as its widest cell; numeric columns are right-aligned.
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        rows.add(List.of(header));
    }

    /// Adds a row with one cell for each header.
    public Table row(Object... cells) {
        var row = IntStream.range(0, cells.length)
                .mapToObj(i -> String.valueOf(cells[i]))
                .toList();
        if (row.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + row.size() + " cells under a header of "
                    + rows.getFirst().size());
        }
        rows.add(row);
        return this;
    }

    /// Renders the table, without a line break at the end.
    public String render() {
        var columns = IntStream.range(0, rows.getFirst().size()).boxed().toList();
        var widths = columns.stream().map(this::width).toList();
        var lines = rows.stream()
                .map(row -> columns.stream()
                        .map(column -> padded(row.get(column), widths.get(column), isNumeric(column)))
                        .collect(Collectors.joining(GAP))
                        .stripTrailing())
                .collect(Collectors.toCollection(ArrayList::new));
        lines.add(1, widths.stream().map("─"::repeat).collect(Collectors.joining(GAP)));
        return String.join("\n", lines);
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.size() > 1
                && rows.stream()
                        .skip(1)
                        .map(row -> row.get(column))
                        .allMatch(cell -> cell.isEmpty() || Character.isDigit(cell.charAt(0)));
    }

    private static String padded(String cell, int width, boolean right) {
        var blanks = " ".repeat(width - length(cell));
        return right ? blanks + cell : cell + blanks;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
