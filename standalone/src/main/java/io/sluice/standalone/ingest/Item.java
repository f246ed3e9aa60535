package io.sluice.standalone.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.Sha1;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// An item to ingest.
sealed interface Item {

    /// Returns the name of the item in reports.
    String location();

    /// Returns the key of the item in the checkpoint, which changes when the file changes.
    long fingerprint();

    /// A file as it was found.
    ///
    /// @param path     absolute path
    /// @param size     length in bytes
    /// @param modified time of the last change, in milliseconds since 1970
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

    /// A URL that the server fetches.
    record Url(String location) implements Item {

        @Override
        public long fingerprint() {
            return digest(location);
        }
    }

    /// Returns the first 64 bits of a SHA-1: the probability of a collision among a million items is 1 in 30
    /// million.
    private static long digest(String text) {
        var digest = Sha1.digest();
        digest.update(text.getBytes(UTF_8));
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
