package io.sluice.ingest.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// A file of the console in memory, as it is and compressed.
///
/// @param zipped `content` in the content coding gzip
record Asset(String mediaType, byte[] content, byte[] zipped) {

    static Asset of(String mediaType, byte[] content) {
        return new Asset(mediaType, content, gzip(content));
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("gzip into memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}
