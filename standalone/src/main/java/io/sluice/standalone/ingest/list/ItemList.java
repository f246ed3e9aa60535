package io.sluice.standalone.ingest.list;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A list of items that is read entry by entry. The name of its file or else its first line determines the
/// format.
public final class ItemList implements AutoCloseable {

    private final InputStream input;
    private final EntryReader entries;

    private ItemList(InputStream input, EntryReader entries) {
        this.input = input;
        this.entries = entries;
    }

    /// Opens a list.
    ///
    /// @throws IllegalArgumentException when it is CSV and its first line does not name the columns
    public static ItemList open(Path file) throws IOException {
        var input = Files.newInputStream(file);
        try {
            return read(input, String.valueOf(file.getFileName()));
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    /// Reads a list from a stream, which is closed with the list.
    ///
    /// @param name name of the list, whose ending may determine the format; empty when it has none
    /// @throws IllegalArgumentException when it is CSV and its first line does not name the columns
    public static ItemList read(InputStream input, String name) throws IOException {
        return new ItemList(input, entries(new Lines(input), name.toLowerCase(Locale.ROOT)));
    }

    /// Returns the next entry, or `null` at the end.
    public @Nullable Entry next() throws IOException {
        return entries.next();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private static EntryReader entries(Lines lines, String name) throws IOException {
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
            return new JsonEntries(lines);
        }
        var first = lines.next();
        while (first != null && first.isBlank()) {
            first = lines.next();
        }
        if (first == null) {
            return new TextEntries(lines);
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv") || CsvEntries.isHeader(first)) {
            return new CsvEntries(lines, first);
        }
        lines.giveBack(List.of(first));
        return first.text().startsWith("{") ? new JsonEntries(lines) : new TextEntries(lines);
    }
}
