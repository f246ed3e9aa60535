package io.sluice.standalone.ingest.list;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A list with one JSON object a line.
record JsonEntries(Lines lines) implements EntryReader {

    @Override
    public @Nullable Entry next() throws IOException {
        for (var line = lines.next(); line != null; line = lines.next()) {
            if (line.isTooLong()) {
                return new Entry.Bad(line.number(), "the line is too long");
            }
            if (!line.isBlank()) {
                return entry(line);
            }
        }
        return null;
    }

    private static Entry entry(Line line) {
        try {
            return new Fields(Fields.parse("the line", line.text())).target();
        } catch (IllegalArgumentException e) {
            return new Entry.Bad(line.number(), String.valueOf(e.getMessage()));
        }
    }
}
