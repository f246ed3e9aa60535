package io.sluice.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;

/// The mapping from keys to files: the object `blobs/acme/1f9e` is the file `blobs/acme/,7c/1f9e`.
///
/// The folder before the file name is one of 256, selected by the CRC-32 of the name, so that a million
/// objects under one prefix are 4,000 a folder. Its comma cannot occur in a key, so `a` and `a/b` can both be
/// objects. Segments of a key are neither `.` nor `..` and contain no separator, so no key leads out of the
/// root.
record ObjectPaths(Path root) {

    private static final char FAN_OUT = ',';

    /// Number of hexadecimal digits at the end of a name that are varied, and their values.
    private static final int DIGITS = 4;

    private static final int TRIES = 1 << (4 * DIGITS);

    Path of(BlobKey key) {
        var value = key.value();
        var name = value.substring(value.lastIndexOf('/') + 1);
        return root.resolve(value.substring(0, value.length() - name.length()))
                .resolve(fanOut(name))
                .resolve(name);
    }

    /// Returns the path of an object that was added by hand, which has no spreading folder.
    Path ofForeign(BlobKey key) {
        return root.resolve(key.value());
    }

    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "an object is in a folder");
    }

    static boolean isFanOut(String folderName) {
        return folderName.charAt(0) == FAN_OUT;
    }

    /// Lists all objects whose keys start with `prefix`; a prefix that is not part of a valid key matches
    /// nothing.
    FileListing list(String prefix) {
        var slash = prefix.lastIndexOf('/');
        if (slash < 0) {
            return new FileListing(root, "", prefix);
        }
        // validated as a key, so that a prefix cannot lead out of the root either
        var parent = prefix.substring(0, slash);
        return BlobKey.isValid(parent)
                ? new FileListing(root.resolve(parent), parent + '/', prefix)
                : FileListing.empty();
    }

    /// Creates unique keys whose files are in one folder. The last digits of each name are varied until its
    /// CRC-32 selects that folder: 256 attempts on average, a small part of the cost of creating a file.
    List<BlobKey> siblings(Organization organization, int count) {
        var keys = new ArrayList<BlobKey>(count);
        var folder = -1;
        while (keys.size() < count) {
            var stem = BlobKey.unique(organization).value();
            var name = stem.substring(stem.lastIndexOf('/') + 1).getBytes(UTF_8);
            if (folder < 0) {
                folder = fanOut(name);
            }
            for (var digits = 0; digits < TRIES && keys.size() < count; digits++) {
                writeHex(digits, name);
                if (fanOut(name) == folder) {
                    keys.add(new BlobKey(BlobKey.prefix(organization) + new String(name, UTF_8)));
                    break;
                }
            }
        }
        return keys;
    }

    /// Overwrites the last digits of `name`.
    private static void writeHex(int value, byte[] name) {
        for (var i = 0; i < DIGITS; i++) {
            name[name.length - 1 - i] = (byte) Character.forDigit(value >> (4 * i) & 0xf, 16);
        }
    }

    private static String fanOut(String name) {
        return String.format(Locale.ROOT, "%c%02x", FAN_OUT, fanOut(name.getBytes(UTF_8)));
    }

    private static int fanOut(byte[] name) {
        var crc = new CRC32();
        crc.update(name);
        return (int) (crc.getValue() & 0xff);
    }
}
