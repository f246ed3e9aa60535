package io.sluice.standalone.ingest.list;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of a list, which end with `\n` or `\r\n`. Bytes that are not UTF-8 become U+FFFD; a line that is
/// too long is cut, so that memory is bounded.
final class Lines {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader reader;
    private final Deque<Line> returned = new ArrayDeque<>();
    private long number;

    Lines(InputStream input) {
        this.reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    }

    /// Returns the next line, or `null` at the end.
    @Nullable
    Line next() throws IOException {
        return returned.isEmpty() ? read() : returned.removeFirst();
    }

    /// Returns lines that were read, to be read again.
    void giveBack(List<Line> lines) {
        lines.reversed().forEach(returned::addFirst);
    }

    private @Nullable Line read() throws IOException {
        var text = new StringBuilder();
        var next = reader.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = reader.read()) {
            if (text.length() <= Line.MAX_LENGTH) {
                text.append((char) next);
            }
        }
        if (!text.isEmpty() && text.charAt(text.length() - 1) == '\r') {
            text.setLength(text.length() - 1);
        }
        if (number == 0 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text.deleteCharAt(0);
        }
        return new Line(++number, text.toString());
    }
}
