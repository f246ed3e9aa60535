package io.sluice.imaging.convert;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes TIFFs of any layout: what is put together is up to the test.
final class TiffBytes {

    private final ByteOrder order;
    private final Map<Integer, Tag> tags = new TreeMap<>();
    private final List<byte[]> strips = new ArrayList<>();
    private boolean big;
    private long hollow;
    private UnaryOperator<byte[]> compression = strip -> strip;
    private int offsetsTag = 273;

    @SuppressWarnings("ArrayRecordComponent")
    private record Tag(int type, long[] values) {}

    TiffBytes(ByteOrder order, int width, int height) {
        this.order = order;
        longs(256, width);
        longs(257, height);
        with(259, 1).with(262, 1).with(277, 1).with(258, 8);
        longs(278, height);
    }

    TiffBytes big() {
        big = true;
        return this;
    }

    TiffBytes with(int tag, long... values) {
        tags.put(tag, new Tag(3, values));
        return this;
    }

    TiffBytes longs(int tag, long... values) {
        tags.put(tag, new Tag(4, values));
        return this;
    }

    TiffBytes bytes(int tag, long... values) {
        tags.put(tag, new Tag(7, values));
        return this;
    }

    TiffBytes samples(int count, int bits) {
        var each = new long[count];
        java.util.Arrays.fill(each, bits);
        return with(277, count).with(258, each);
    }

    TiffBytes tiled(int width, int height) {
        offsetsTag = 324;
        tags.remove(278);
        return longs(322, width).longs(323, height);
    }

    TiffBytes deflated() {
        compression = TiffBytes::deflate;
        return with(259, 8);
    }

    TiffBytes packed() {
        compression = TiffBytes::packBits;
        return with(259, 32773);
    }

    TiffBytes lzw() {
        compression = TiffBytes::lzw;
        return with(259, 5);
    }

    /// Adds a strip or tile.
    TiffBytes strip(byte[] samples) {
        strips.add(compression.apply(samples));
        return this;
    }

    /// Makes the last strip one of `length` bytes that begins where the file ends: whoever writes it appends
    /// them.
    TiffBytes hollow(long length) {
        hollow = length;
        return this;
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        int header = big ? 16 : 8;
        var offsets = new long[strips.size()];
        var lengths = new long[strips.size()];
        long at = header;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            lengths[i] = strips.get(i).length;
            at += lengths[i];
        }
        if (hollow > 0) {
            lengths[lengths.length - 1] = hollow;
            // the directory of so few tags fits in there
            offsets[offsets.length - 1] = at + 1024;
        }
        longs(offsetsTag, offsets);
        longs(offsetsTag == 273 ? 279 : 325, lengths);
        out.writeBytes(header(at));
        strips.forEach(out::writeBytes);
        out.writeBytes(directory(at));
        return hollow == 0 ? out.toByteArray() : java.util.Arrays.copyOf(out.toByteArray(), (int) at + 1024);
    }

    private byte[] header(long directory) {
        var buffer = ByteBuffer.allocate(big ? 16 : 8).order(order);
        buffer.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'))
                .put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'));
        if (big) {
            return buffer.putShort((short) 43)
                    .putShort((short) 8)
                    .putShort((short) 0)
                    .putLong(directory)
                    .array();
        }
        return buffer.putShort((short) 42).putInt((int) directory).array();
    }

    private byte[] directory(long at) {
        int entry = big ? 20 : 12;
        int inline = big ? 8 : 4;
        int fixed = (big ? 8 : 2) + tags.size() * entry + inline;
        var buffer = ByteBuffer.allocate(fixed + 64 * 1024).order(order);
        var values = ByteBuffer.allocate(64 * 1024).order(order);
        if (big) {
            buffer.putLong(tags.size());
        } else {
            buffer.putShort((short) tags.size());
        }
        tags.forEach((tag, field) -> {
            long[] numbers = field.values();
            int size = field.type() == 7 ? 1 : field.type() == 3 ? 2 : 4;
            buffer.putShort((short) (int) tag).putShort((short) field.type());
            if (big) {
                buffer.putLong(numbers.length);
            } else {
                buffer.putInt(numbers.length);
            }
            int next = buffer.position() + inline;
            ByteBuffer target = buffer;
            if (numbers.length * size > inline) {
                long offset = at + fixed + values.position();
                if (big) {
                    buffer.putLong(offset);
                } else {
                    buffer.putInt((int) offset);
                }
                target = values;
            }
            for (long number : numbers) {
                if (size == 1) {
                    target.put((byte) number);
                } else if (size == 2) {
                    target.putShort((short) number);
                } else {
                    target.putInt((int) number);
                }
            }
            buffer.position(next);
        });
        buffer.position(fixed);
        buffer.put(values.flip());
        return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }

    static byte[] deflate(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(out, new Deflater(1))) {
            deflating.write(bytes);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// Runs where there are three of the same, else literals.
    static byte[] packBits(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; ) {
            int run = 1;
            while (i + run < bytes.length && run < 128 && bytes[i + run] == bytes[i]) {
                run++;
            }
            if (run >= 3) {
                out.write(1 - run);
                out.write(bytes[i]);
            } else {
                run = Math.min(bytes.length - i, 3);
                out.write(run - 1);
                out.write(bytes, i, run);
            }
            i += run;
        }
        return out.toByteArray();
    }

    static byte[] lzw(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        var bits = new Object() {
            private int held;
            private int count;

            void put(int code, int width) {
                held = held << width | code;
                count += width;
                while (count >= 8) {
                    count -= 8;
                    out.write(held >> count);
                    held &= (1 << count) - 1;
                }
            }
        };
        var table = new java.util.HashMap<Integer, Integer>();
        int next = 258;
        int width = 9;
        int prefix = -1;
        bits.put(256, 9);
        for (byte b : bytes) {
            int value = b & 0xFF;
            Integer known = prefix < 0 ? Integer.valueOf(value) : table.get(prefix << 8 | value);
            if (known != null) {
                prefix = known;
                continue;
            }
            bits.put(prefix, width);
            table.put(prefix << 8 | value, next++);
            prefix = value;
            if (next == 4094) {
                bits.put(prefix, width);
                bits.put(256, width);
                table.clear();
                next = 258;
                width = 9;
                prefix = -1;
            } else if (next + 1 > (1 << width)) {
                width++;
            }
        }
        if (prefix >= 0) {
            bits.put(prefix, width);
            next++;
            if (next + 1 > (1 << width) && width < 12) {
                width++;
            }
        }
        bits.put(257, width);
        bits.put(0, 7);
        return out.toByteArray();
    }
}
