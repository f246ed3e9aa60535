package io.sluice.ingest.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/// A file of the console in memory, as it is and compressed.
final class Asset {

    private final String mediaType;
    private final byte[] content;
    private final byte[] zipped;

    private Asset(String mediaType, byte[] content, byte[] zipped) {
        this.mediaType = mediaType;
        this.content = content;
        this.zipped = zipped;
    }

    /// @param content not changed by the caller any more
    static Asset of(String mediaType, byte[] content) {
        return new Asset(mediaType, content, gzip(content));
    }

    String mediaType() {
        return mediaType;
    }

    byte[] content() {
        return content;
    }

    /// Returns the content in the content coding gzip.
    byte[] zipped() {
        return zipped;
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("gzip into memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}
