package io.sluice.imaging.identify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes TIFF files of one or more directories, with values of up to four bytes in the entries and longer ones
/// behind the directory.
final class TiffFile {

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private record Entry(int tag, int type, List<Long> values) {}

    private final boolean little;
    private final Bytes bytes = new Bytes();
    private final List<Entry> entries = new ArrayList<>();

    private TiffFile(boolean little) {
        this.little = little;
    }

    static TiffFile bigEndian() {
        return new TiffFile(false);
    }

    static TiffFile littleEndian() {
        return new TiffFile(true);
    }

    /// An uncompressed strip of 8 bits a sample, whose data is appended to the file.
    static TiffFile image(int width, int height, int samples, int photometric) {
        return littleEndian()
                .longs(256, width)
                .longs(257, height)
                .shorts(258, 8)
                .shorts(259, 1)
                .shorts(262, photometric)
                .shorts(277, samples);
    }

    TiffFile shorts(int tag, long... values) {
        entries.add(new Entry(tag, SHORT, Arrays.stream(values).boxed().toList()));
        return this;
    }

    TiffFile longs(int tag, long... values) {
        entries.add(new Entry(tag, LONG, Arrays.stream(values).boxed().toList()));
        return this;
    }

    TiffFile bytes(int tag, long... values) {
        entries.add(new Entry(tag, BYTE, Arrays.stream(values).boxed().toList()));
        return this;
    }

    private Bytes u16(Bytes to, long value) {
        return little ? to.le16((int) value) : to.u16((int) value);
    }

    private Bytes u32(Bytes to, long value) {
        return little ? to.le32(value) : to.u32(value);
    }

    byte[] build() {
        return build(0);
    }

    /// The file without pixel data.
    ///
    /// @param next offset of the next directory
    byte[] build(long next) {
        u32(u16(bytes.text(little ? "II" : "MM"), 42), 8);
        directory(next);
        return bytes.build();
    }

    /// The file with one strip of data behind the directory.
    byte[] withStrip(byte[] strip) {
        int overflow = entries.stream()
                .mapToInt(entry -> length(entry) > 4 ? length(entry) : 0)
                .sum();
        int offset = 8 + 2 + 12 * (entries.size() + 2) + 4 + overflow;
        longs(273, offset).longs(279, strip.length);
        build();
        return bytes.raw(strip).build();
    }

    private void directory(long next) {
        entries.sort((a, b) -> a.tag - b.tag);
        var behind = new Bytes();
        int behindAt = bytes.size() + 2 + 12 * entries.size() + 4;
        u16(bytes, entries.size());
        for (var entry : entries) {
            u16(u16(bytes, entry.tag), entry.type);
            u32(bytes, entry.values.size());
            var values = new Bytes();
            for (long value : entry.values) {
                switch (entry.type) {
                    case BYTE -> values.u8((int) value);
                    case SHORT -> u16(values, value);
                    default -> u32(values, value);
                }
            }
            if (values.size() <= 4) {
                bytes.raw(values.build()).zeros(4 - values.size());
            } else {
                u32(bytes, behindAt + behind.size());
                behind.raw(values.build());
            }
        }
        u32(bytes, next);
        bytes.raw(behind.build());
    }

    private static int length(Entry entry) {
        return entry.values.size() * (entry.type == LONG ? 4 : entry.type == SHORT ? 2 : 1);
    }
}
