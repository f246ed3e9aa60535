package io.sluice.ingest.upload.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/// What separates the parts of a body: a line end, two hyphens and the boundary. It is searched for with
/// Horspool's algorithm, which looks at few of the bytes of a part.
final class Delimiter {

    private static final int BYTES = 256;

    private final byte[] pattern;

    /// How far the pattern may be moved when its last byte stands at a byte of this value.
    private final int[] shifts = new int[BYTES];

    Delimiter(String boundary) {
        pattern = ("\r\n--" + boundary).getBytes(ISO_8859_1);
        Arrays.fill(shifts, pattern.length);
        for (int i = 0; i < pattern.length - 1; i++) {
            shifts[pattern[i] & 0xFF] = pattern.length - 1 - i;
        }
    }

    int length() {
        return pattern.length;
    }

    /// Returns the index of the first occurrence that is completely between `from` and `to`, or -1.
    int find(byte[] bytes, int from, int to) {
        int last = pattern.length - 1;
        for (int end = from + last; end < to; end += shifts[bytes[end] & 0xFF]) {
            if (bytes[end] == pattern[last] && Arrays.equals(bytes, end - last, end, pattern, 0, last)) {
                return end - last;
            }
        }
        return -1;
    }
}
