package io.sluice.standalone.ingest.list;

import io.sluice.standalone.upload.ItemDetails;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A list with one path or URL a line. Blank lines and lines that start with `#` are skipped.
record TextEntries(Lines lines) implements EntryReader {

    @Override
    public @Nullable Entry next() throws IOException {
        for (var line = lines.next(); line != null; line = lines.next()) {
            var text = line.text().strip();
            if (line.isTooLong()) {
                return new Entry.Bad(line.number(), "the line is too long");
            }
            if (!text.isEmpty() && !text.startsWith("#")) {
                return new Entry.Target(text, ItemDetails.NONE);
            }
        }
        return null;
    }
}
