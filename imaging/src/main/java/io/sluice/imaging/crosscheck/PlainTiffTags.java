package io.sluice.imaging.crosscheck;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// The tags of the first directory of a TIFF or BigTIFF, read value by value.
final class PlainTiffTags {

    private static final int MOST_TAGS = 4096;

    /// @param at of the values
    private record Tag(int type, long count, long at) {}

    private final FileWindow file;
    private final boolean little;
    private final Map<Integer, Tag> tags = new HashMap<>();

    private PlainTiffTags(FileWindow file, boolean little) {
        this.file = file;
        this.little = little;
    }

    static PlainTiffTags read(FileWindow file) throws IOException {
        boolean little = file.u8() == 'I';
        file.littleEndian(little);
        file.seek(2);
        boolean big = file.number(2) == 43;
        file.seek(big ? 8 : 4);
        file.seek(file.number(big ? 8 : 4));
        var tags = new PlainTiffTags(file, little);
        tags.readTags(big);
        return tags;
    }

    boolean little() {
        return little;
    }

    boolean has(int tag) {
        return tags.containsKey(tag);
    }

    private void readTags(boolean big) throws IOException {
        long count = file.number(big ? 8 : 2);
        for (long i = 0; i < Math.min(count, MOST_TAGS); i++) {
            int tag = (int) file.number(2);
            int type = (int) file.number(2);
            long values = file.number(big ? 8 : 4);
            long inline = file.position();
            int size = size(type);
            if (size > 0 && values > 0 && values <= file.length()) {
                boolean fits = size * values <= (big ? 8 : 4);
                tags.putIfAbsent(tag, new Tag(type, values, fits ? inline : file.number(big ? 8 : 4)));
            }
            file.seek(inline + (big ? 8 : 4));
        }
    }

    private static int size(int type) {
        return switch (type) {
            case 1, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 13 -> 4;
            case 5, 10, 16, 17, 18 -> 8;
            default -> 0;
        };
    }

    /// How many values a tag has, 0 when it is not there.
    long count(int tag) {
        Tag found = tags.get(tag);
        return found == null ? 0 : found.count;
    }

    /// The first value of a tag, rounded down.
    double one(int tag, double absent) throws IOException {
        return one(tag, 0, absent);
    }

    double one(int tag, long index, double absent) throws IOException {
        Tag found = tags.get(tag);
        if (found == null || index >= found.count) {
            return absent;
        }
        int size = size(found.type);
        long at = found.at + index * size;
        if (at < 0 || at + size > file.length()) {
            return absent;
        }
        file.seek(at);
        if (found.type == 5 || found.type == 10) {
            double numerator = file.number(4);
            return Math.floor(numerator / Math.max(1, file.number(4)));
        }
        return file.number(size);
    }
}
