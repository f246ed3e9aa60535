package io.sluice.standalone.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.Sha1;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// One thing to ingest.
sealed interface Item {

    /// How it is called in reports.
    String location();

    /// What the checkpoint knows it by: another value as soon as the file changes.
    long fingerprint();

    /// A file as it was when it was found.
    ///
    /// @param path     absolute
    /// @param size     bytes
    /// @param modified milliseconds since 1970
    record LocalFile(Path path, long size, long modified) implements Item {

        static LocalFile of(Path path, BasicFileAttributes attributes) {
            return new LocalFile(
                    path, attributes.size(), attributes.lastModifiedTime().toMillis());
        }

        @Override
        public String location() {
            return path.toString();
        }

        @Override
        public long fingerprint() {
            return digest(path + "\n" + size + "\n" + modified);
        }
    }

    /// An address that the server fetches.
    record Url(String location) implements Item {

        @Override
        public long fingerprint() {
            return digest(location);
        }
    }

    /// The first 64 bits of a SHA-1: among a million items two are alike with a chance of 1 to 30 million.
    private static long digest(String text) {
        var digest = Sha1.digest();
        digest.update(text.getBytes(UTF_8));
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
