package io.sluice.standalone.ingest.list;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.standalone.upload.UploadOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A list as CSV (RFC 4180), whose first line names the columns: those of [Fields], and `meta_user.FIELD` for
/// one field of user metadata. The columns are separated by commas, semicolons or tabs, as in the first line.
final class CsvEntries implements EntryReader {

    private static final String USER_FIELD = "meta_user.";

    /// Lines of a record with a quoted line break. A quote that is not closed must not hide the rest of the list.
    private static final int MAX_LINES = 100;

    private final Lines lines;
    private final char separator;
    private final List<String> columns;

    /// @throws IllegalArgumentException when the first line does not name the columns
    CsvEntries(Lines lines, Line header) {
        this.lines = lines;
        this.separator = separator(header.text());
        this.columns = columns(header, separator);
    }

    /// Returns whether a line names the columns of a list.
    static boolean isHeader(Line line) {
        try {
            return !columns(line, separator(line.text())).isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public @Nullable Entry next() throws IOException {
        var first = lines.next();
        while (first != null && first.isBlank()) {
            first = lines.next();
        }
        return first == null ? null : entry(first);
    }

    private Entry entry(Line first) throws IOException {
        var text = new StringBuilder(first.text());
        var more = new ArrayList<Line>();
        while (hasOpenQuote(text)) {
            var line = more.size() + 1 < MAX_LINES && text.length() <= Line.MAX_LENGTH ? lines.next() : null;
            if (line == null) {
                lines.giveBack(more);
                return new Entry.Bad(first.number(), "a quote is not closed");
            }
            more.add(line);
            text.append('\n').append(line.text());
        }
        try {
            return text.length() > Line.MAX_LENGTH
                    ? new Entry.Bad(first.number(), "the line is too long")
                    : new Fields(json(cells(text, separator))).target();
        } catch (IllegalArgumentException e) {
            return new Entry.Bad(first.number(), String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode json(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "the line has " + cells.size() + " columns instead of " + columns.size());
        }
        var json = JsonNodeFactory.instance.objectNode();
        for (var i = 0; i < cells.size(); i++) {
            var column = columns.get(i);
            var cell = cells.get(i);
            if (cell.isEmpty()) {
                continue;
            }
            if (column.startsWith(USER_FIELD)) {
                var field = column.substring(USER_FIELD.length());
                json.withObjectProperty("meta_user").set(field, UploadOptions.userValue(field, cell));
            } else if (Fields.OBJECTS.contains(column)) {
                json.withObjectProperty(column).setAll(Fields.parse(column, cell));
            } else {
                json.put(column, cell);
            }
        }
        return json;
    }

    private static char separator(String header) {
        for (var candidate : new char[] {',', ';', '\t'}) {
            if (header.indexOf(candidate) >= 0) {
                return candidate;
            }
        }
        return ',';
    }

    private static List<String> columns(Line header, char separator) {
        var columns = cells(header.text(), separator).stream()
                .map(String::strip)
                .map(column -> column.startsWith(USER_FIELD) ? column : column.toLowerCase(Locale.ROOT))
                .toList();
        columns.forEach(column -> {
            if (!Fields.NAMES.contains(column) && !column.startsWith(USER_FIELD)) {
                throw new IllegalArgumentException("the first line must name the columns: path or url, name, meta_user,"
                        + " meta_dynamic, options, meta_user.FIELD; there is no column \"" + column + '"');
            }
        });
        if (!columns.contains(Fields.PATH) && !columns.contains(Fields.URL)) {
            throw new IllegalArgumentException("the first line must name a column path or url");
        }
        if (columns.stream().distinct().count() < columns.size()) {
            throw new IllegalArgumentException("the first line must name each column once");
        }
        return columns;
    }

    private static boolean hasOpenQuote(CharSequence text) {
        return text.chars().filter(character -> character == '"').count() % 2 == 1;
    }

    /// Splits a record. A quote within a cell that does not start with one is an ordinary character.
    private static List<String> cells(CharSequence text, char separator) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        var quoted = false;
        var start = true;
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (quoted && character == '"') {
                quoted = i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (quoted) {
                    cell.append('"');
                    i++;
                }
            } else if (!quoted && character == separator) {
                cells.add(cell.toString());
                cell.setLength(0);
                start = true;
                continue;
            } else if (start && character == '"') {
                quoted = true;
            } else {
                cell.append(character);
            }
            start = false;
        }
        cells.add(cell.toString());
        return cells;
    }
}
