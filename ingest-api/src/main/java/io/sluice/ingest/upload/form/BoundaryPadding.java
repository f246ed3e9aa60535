package io.sluice.ingest.upload.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A multipart body without the blanks that may follow a boundary (RFC 2046, section 5.1.1,
/// "transport-padding"), which the parser does not support.
final class BoundaryPadding extends FilterInputStream {

    private static final String LINE_END = "\r\n";

    /// A line end and the boundary. The line end is nowhere else in it, so a mismatch needs no look back.
    private final byte[] delimiter;

    /// Number of bytes of the delimiter that were just read; the first one of a body may be without its line
    /// end.
    private int matched = LINE_END.length();

    BoundaryPadding(InputStream body, String boundary) {
        super(body);
        delimiter = (LINE_END + "--" + boundary).getBytes(ISO_8859_1);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int kept = 0;
        while (kept == 0) {
            int count = in.read(buffer, offset, length);
            if (count <= 0) {
                return count;
            }
            kept = removePadding(buffer, offset, count);
        }
        return kept;
    }

    @Override
    public long skip(long count) throws IOException {
        throw new UnsupportedOperationException("a body is read");
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private int removePadding(byte[] buffer, int offset, int count) {
        int to = offset;
        for (int from = offset; from < offset + count; from++) {
            byte next = buffer[from];
            if (matched == delimiter.length && (next == ' ' || next == '\t')) {
                continue;
            }
            if (matched < delimiter.length && next == delimiter[matched]) {
                matched++;
            } else {
                matched = next == delimiter[0] ? 1 : 0;
            }
            buffer[to++] = next;
        }
        return to - offset;
    }
}
