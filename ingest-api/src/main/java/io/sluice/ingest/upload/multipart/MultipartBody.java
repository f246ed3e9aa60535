package io.sluice.ingest.upload.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The parts of a multipart form, read one after the other through one buffer.
///
/// It is part of the pipeline itself, because every uploaded byte passes through it. Commons FileUpload took
/// a quarter of the processor time of an upload's request; the parser of Jetty 12.1.12 inserts a byte when a
/// part begins like a boundary at the end of a buffer.
public final class MultipartBody {

    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int MAX_HEADERS_BYTES = 16 * 1024;

    /// RFC 2046 allows 70.
    private static final int MAX_BOUNDARY_LENGTH = 256;

    private final InputStream body;
    private final Delimiter delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /// The bytes of the buffer that are not read yet.
    private int position;

    private int limit;

    /// The end of the bytes from the position that belong to the current part for certain.
    private int contentEnd;

    /// Whether the delimiter begins at [#contentEnd].
    private boolean delimiterFound;

    private boolean ended;

    /// @param contentType value of the header, with the boundary
    public MultipartBody(String contentType, InputStream body) throws MalformedMultipartException {
        var boundary = HeaderParameters.parse(contentType).parameters().get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY_LENGTH) {
            throw new MalformedMultipartException("its content type has no boundary of 1 to 256 characters");
        }
        this.body = body;
        delimiter = new Delimiter(boundary);
        // the first delimiter of a body may lack its line end
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /// Returns the next part with a name, or null after the last. Bytes before the first and after the last part are
    /// ignored.
    public @Nullable Part next() throws IOException {
        while (beginPart()) {
            var headers = headers();
            if (header(headers, "content-type").value().startsWith("multipart/")) {
                throw new MalformedMultipartException("a part is a multipart body itself");
            }
            var disposition = header(headers, "content-disposition");
            var name = disposition.parameter("name");
            if (name != null && disposition.value().equals("form-data")) {
                return new Part(name.strip(), disposition.parameter("filename"), new Content());
            }
        }
        return null;
    }

    /// Skips what is left of the current part, and the delimiter behind it.
    ///
    /// @return whether another part follows
    private boolean beginPart() throws IOException {
        if (ended) {
            return false;
        }
        position = contentEnd;
        while (!delimiterFound) {
            findContent();
            position = contentEnd;
        }
        position += delimiter.length();
        int first = take();
        while (first == ' ' || first == '\t') {
            first = take(); // "transport-padding"
        }
        int second = take();
        ended = first == '-' && second == '-';
        if (!ended && (first != '\r' || second != '\n')) {
            throw new MalformedMultipartException("a boundary is followed by neither a line end nor two hyphens");
        }
        return !ended;
    }

    /// Reads the headers of a part; the first of equal names counts.
    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        int left = MAX_HEADERS_BYTES;
        for (var line = line(left); !line.isEmpty(); line = line(left)) {
            left -= line.length() + 2; // with its line end
            int colon = line.indexOf(':');
            if (colon > 0) {
                var name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                headers.putIfAbsent(name, line.substring(colon + 1).strip());
            }
        }
        contentEnd = position;
        delimiterFound = false;
        return headers;
    }

    /// Reads a line of headers, together with the lines that continue it.
    private String line(int maxBytes) throws IOException {
        var line = new ByteArrayOutputStream();
        int previous = -1;
        for (int next = take(); ; next = take()) {
            if (previous == '\r' && next == '\n') {
                if (line.size() == 1 || !isContinued()) {
                    return line.toString(UTF_8).replace("\r\n", "").stripTrailing();
                }
            } else if (line.size() >= maxBytes) {
                throw new MalformedMultipartException("the headers of a part exceed " + MAX_HEADERS_BYTES + " bytes");
            }
            line.write(next);
            previous = next;
        }
    }

    private boolean isContinued() throws IOException {
        int next = take();
        position--;
        return next == ' ' || next == '\t';
    }

    private static HeaderParameters header(Map<String, String> headers, String name) {
        return HeaderParameters.parse(Objects.requireNonNullElse(headers.get(name), ""));
    }

    private int take() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xFF;
    }

    /// Looks for the delimiter, and reads on until there is a byte of content or the delimiter.
    private void findContent() throws IOException {
        while (true) {
            int found = delimiter.find(buffer, position, limit);
            delimiterFound = found >= 0;
            // the last bytes may be the beginning of a delimiter
            contentEnd = delimiterFound ? found : Math.max(position, limit - delimiter.length() + 1);
            if (delimiterFound || contentEnd > position) {
                return;
            }
            fill();
        }
    }

    /// Reads more of the body behind the bytes that are not read yet.
    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int count = body.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            throw new MalformedMultipartException("it ends before its last boundary");
        }
        limit += count;
    }

    /// The content of the current part.
    private final class Content extends InputStream {

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (position == contentEnd && !delimiterFound) {
                findContent();
            }
            int count = Math.min(length, contentEnd - position);
            System.arraycopy(buffer, position, target, offset, count);
            position += count;
            return count == 0 ? -1 : count;
        }
    }
}
