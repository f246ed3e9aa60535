package io.sluice.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;

/// Which file holds which object: `blobs/acme/1f9e` is `blobs/acme/,7c/1f9e`.
///
/// The folder before the name is one of 256, told by the name's CRC-32, so that a million objects under one prefix
/// are 4,000 to a folder. Its comma cannot occur in a key, therefore `a` and `a/b` may both be objects, and since
/// the segments of a key are neither `.` nor `..` and hold no separator, no key leads out of the root.
record ObjectPaths(Path root) {

    private static final char FAN_OUT = ',';

    /// Hexadecimal digits of a name that are tried, and what they can be.
    private static final int DIGITS = 4;

    private static final int TRIES = 1 << (4 * DIGITS);

    Path of(BlobKey key) {
        var value = key.value();
        var name = value.substring(value.lastIndexOf('/') + 1);
        return root.resolve(value.substring(0, value.length() - name.length()))
                .resolve(fanOut(name))
                .resolve(name);
    }

    /// Where somebody else may have put an object by hand, without the folder that spreads ours.
    Path ofForeign(BlobKey key) {
        return root.resolve(key.value());
    }

    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "an object is in a folder");
    }

    static boolean isFanOut(String folderName) {
        return folderName.charAt(0) == FAN_OUT;
    }

    /// All objects whose keys begin with `prefix`; a prefix that no key can have matches nothing.
    FileListing list(String prefix) {
        var slash = prefix.lastIndexOf('/');
        if (slash < 0) {
            return new FileListing(root, "", prefix);
        }
        // checked as a key, so that a prefix cannot lead out of the root either
        var parent = prefix.substring(0, slash);
        return BlobKey.isValid(parent)
                ? new FileListing(root.resolve(parent), parent + '/', prefix)
                : FileListing.empty();
    }

    /// Unique keys whose files are all in one folder, some folder. The name's last digits are what is tried until it
    /// falls there: 256 times on average, which is still a small part of what making a file costs.
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

    /// Over the last digits of `name`.
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
