package io.sluice.standalone.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.Sha1;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// An item to upload.
public sealed interface Item {

    /// Returns the name of the item in reports.
    String location();

    /// Returns the name and the metadata that it gets.
    ItemDetails details();

    /// Returns the key of the item in a checkpoint, which changes when the file or the details change.
    long fingerprint();

    /// Returns the length of the file in bytes; zero for a URL.
    long bytes();

    /// Returns whether the argument of a command is a URL.
    static boolean isUrl(String argument) {
        return argument.startsWith("http://") || argument.startsWith("https://");
    }

    /// A file as it was found.
    ///
    /// @param path     absolute path
    /// @param bytes    length
    /// @param modified time of the last change, in milliseconds since 1970
    record LocalFile(Path path, long bytes, long modified, ItemDetails details) implements Item {

        public static LocalFile of(Path path, BasicFileAttributes attributes, ItemDetails details) {
            return new LocalFile(
                    path, attributes.size(), attributes.lastModifiedTime().toMillis(), details);
        }

        @Override
        public String location() {
            return path.toString();
        }

        @Override
        public long fingerprint() {
            return digest(path + "\n" + bytes + "\n" + modified + details.key());
        }
    }

    /// A URL that the server fetches.
    record Url(String location, ItemDetails details) implements Item {

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public long fingerprint() {
            return digest(location + details.key());
        }
    }

    /// Returns the first 64 bits of a SHA-1: the probability of a collision among a million items is 1 in 30
    /// million.
    static long digest(String text) {
        var digest = Sha1.digest();
        digest.update(text.getBytes(UTF_8));
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
