package io.sluice.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// A content coding (RFC 9110 §8.4.1) that servers apply without being asked for it. Decoding is streaming,
/// so the caller limits the bytes that it reads.
enum ContentCoding {
    IDENTITY {
        @Override
        InputStream decode(InputStream coded) {
            return coded;
        }
    },
    GZIP {
        @Override
        InputStream decode(InputStream coded) throws IOException {
            return new GZIPInputStream(coded, BUFFER_BYTES);
        }
    },
    DEFLATE {
        /// The coding is a zlib stream (RFC 1950), but some servers send bare deflate data (RFC 1951). A zlib
        /// header has 8 in its low half byte and is, as a big-endian number, a multiple of 31.
        @Override
        InputStream decode(InputStream coded) throws IOException {
            var begin = new PushbackInputStream(coded, 2);
            var header = begin.readNBytes(2);
            begin.unread(header);
            var zlib = header.length == 2
                    && (header[0] & 0x0f) == 8
                    && ((header[0] & 0xff) << 8 | (header[1] & 0xff)) % 31 == 0;
            return new InflaterInputStream(begin, new Inflater(!zlib), BUFFER_BYTES) {
                @Override
                public void close() throws IOException {
                    try {
                        super.close();
                    } finally {
                        inf.end();
                    }
                }
            };
        }
    };

    private static final int BUFFER_BYTES = 8 * 1024;

    /// Returns the only coding of a response; empty when it has another one, or several.
    ///
    /// @param headers all `Content-Encoding` headers
    static Optional<ContentCoding> of(List<String> headers) {
        var names = headers.stream()
                .flatMap(header -> List.of(header.split(",", -1)).stream())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && !name.equals("identity"))
                .toList();
        if (names.isEmpty()) {
            return Optional.of(IDENTITY);
        }
        if (names.size() > 1) {
            return Optional.empty();
        }
        return switch (names.getFirst()) {
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            default -> Optional.empty();
        };
    }

    /// Returns the decoded bytes. Closing the result closes `coded`.
    abstract InputStream decode(InputStream coded) throws IOException;
}
