package io.sluice.imaging.tiff;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The first directory of a TIFF or BigTIFF: its tags, their values read only when asked for (TIFF 6.0,
/// section 2).
final class TiffTags {

    private static final int CLASSIC = 42;
    private static final int BIG = 43;
    /// Far more tags than are defined.
    private static final int MOST_ENTRIES = 4096;

    /// Of values that are kept in memory; the largest profiles have a few megabytes.
    private static final int MOST_BYTES = 16 << 20;

    private final FileBytes file;
    private final ByteOrder order;
    private final Map<Integer, Field> fields;

    /// @param at where the values are
    private record Field(int type, long count, long at) {}

    private TiffTags(FileBytes file, ByteOrder order, Map<Integer, Field> fields) {
        this.file = file;
        this.order = order;
        this.fields = fields;
    }

    static TiffTags read(FileBytes file) throws IOException {
        byte[] mark = file.read(0, 8);
        ByteOrder order = switch (mark[0] << 8 | mark[1]) {
            case 'I' << 8 | 'I' -> ByteOrder.LITTLE_ENDIAN;
            case 'M' << 8 | 'M' -> ByteOrder.BIG_ENDIAN;
            default -> throw new UndecodableException("no TIFF byte order mark");
        };
        var header = ByteBuffer.wrap(mark).order(order);
        return switch (header.getShort(2)) {
            case CLASSIC -> new TiffTags(file, order, classic(file, order, header.getInt(4) & 0xFFFFFFFFL));
            case BIG ->
                new TiffTags(
                        file, order, big(file, order, buffer(file, order, 8, 8).getLong()));
            default -> throw new UndecodableException("TIFF version " + header.getShort(2));
        };
    }

    ByteOrder order() {
        return order;
    }

    boolean has(int tag) {
        return fields.containsKey(tag);
    }

    /// The first value of an integer tag, or `otherwise`.
    long number(int tag, long otherwise) throws IOException {
        return has(tag) ? numbers(tag, 1)[0] : otherwise;
    }

    /// How many values a tag has, 0 when it is missing.
    long count(int tag) {
        Field field = fields.get(tag);
        return field == null ? 0 : field.count();
    }

    /// The first `count` values of an integer tag.
    long[] numbers(int tag, int count) throws IOException {
        Field field = field(tag, count);
        int size = size(field.type());
        var values = buffer(file, order, field.at(), Math.multiplyExact(count, size));
        var numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = switch (field.type()) {
                case 1, 6, 7 -> values.get() & 0xFF;
                case 3 -> values.getShort() & 0xFFFF;
                case 8 -> values.getShort();
                case 4, 13 -> values.getInt() & 0xFFFFFFFFL;
                case 9 -> values.getInt();
                case 16, 17, 18 -> values.getLong();
                default -> throw new UndecodableException("tag " + tag + " has no integers");
            };
        }
        return numbers;
    }

    /// The first value of a rational tag, 0 when it is missing or not a number.
    double rational(int tag) throws IOException {
        Field field = fields.get(tag);
        if (field == null || field.count() < 1 || (field.type() != 5 && field.type() != 10)) {
            return 0;
        }
        var values = buffer(file, order, field.at(), 8);
        double numerator = values.getInt() & 0xFFFFFFFFL;
        long denominator = values.getInt() & 0xFFFFFFFFL;
        return denominator == 0 ? 0 : numerator / denominator;
    }

    /// The bytes of a tag, `null` when it is missing.
    byte @Nullable [] bytes(int tag) throws IOException {
        Field field = fields.get(tag);
        if (field == null) {
            return null;
        }
        long length = field.count() * size(field.type());
        if (field.count() > MOST_BYTES || length > MOST_BYTES) {
            throw new UndecodableException("tag " + tag + " has more than " + MOST_BYTES + " bytes");
        }
        return file.read(field.at(), (int) length);
    }

    private Field field(int tag, int count) throws UndecodableException {
        Field field = fields.get(tag);
        if (field == null || field.count() < count) {
            throw new UndecodableException("tag " + tag + " should have " + count + " values and has " + count(tag));
        }
        return field;
    }

    private static Map<Integer, Field> classic(FileBytes file, ByteOrder order, long at) throws IOException {
        int count = buffer(file, order, at, 2).getShort() & 0xFFFF;
        var entries = entries(file, order, at + 2, count, 12);
        var fields = new HashMap<Integer, Field>();
        for (int i = 0; i < count; i++) {
            int from = 12 * i;
            int type = entries.getShort(from + 2) & 0xFFFF;
            long values = entries.getInt(from + 4) & 0xFFFFFFFFL;
            boolean inline = values * size(type) <= 4;
            long offset = inline ? at + 2 + from + 8 : entries.getInt(from + 8) & 0xFFFFFFFFL;
            fields.putIfAbsent(entries.getShort(from) & 0xFFFF, new Field(type, values, offset));
        }
        return fields;
    }

    private static Map<Integer, Field> big(FileBytes file, ByteOrder order, long at) throws IOException {
        long count = buffer(file, order, at, 8).getLong();
        if (count < 0 || count > MOST_ENTRIES) {
            throw new UndecodableException("a directory of " + count + " tags");
        }
        var entries = entries(file, order, at + 8, (int) count, 20);
        var fields = new HashMap<Integer, Field>();
        for (int i = 0; i < count; i++) {
            int from = 20 * i;
            int type = entries.getShort(from + 2) & 0xFFFF;
            long values = entries.getLong(from + 4);
            if (values < 0 || values > file.size()) {
                throw new UndecodableException("a tag of " + values + " values");
            }
            boolean inline = values * size(type) <= 8;
            long offset = inline ? at + 8 + from + 12 : entries.getLong(from + 12);
            fields.putIfAbsent(entries.getShort(from) & 0xFFFF, new Field(type, values, offset));
        }
        return fields;
    }

    private static ByteBuffer entries(FileBytes file, ByteOrder order, long at, int count, int size)
            throws IOException {
        if (count > MOST_ENTRIES) {
            throw new UndecodableException("a directory of " + count + " tags");
        }
        return buffer(file, order, at, count * size);
    }

    private static ByteBuffer buffer(FileBytes file, ByteOrder order, long at, int count) throws IOException {
        return ByteBuffer.wrap(file.read(at, count)).order(order);
    }

    private static int size(int type) {
        return switch (type) {
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 1;
        };
    }
}
