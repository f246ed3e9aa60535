package io.sluice.imaging.identify;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Assembles files byte by byte. Numbers are big-endian unless the method says `le`.
final class Bytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    Bytes u16(int value) {
        return u8(value >> 8, value);
    }

    Bytes u24(int value) {
        return u8(value >> 16).u16(value);
    }

    Bytes u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    Bytes u64(long value) {
        return u32(value >> 32).u32(value);
    }

    Bytes le16(int value) {
        return u8(value, value >> 8);
    }

    Bytes le24(int value) {
        return le16(value).u8(value >> 16);
    }

    Bytes le32(long value) {
        return le16((int) value).le16((int) (value >> 16));
    }

    Bytes text(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Bytes zeros(int count) {
        return raw(new byte[count]);
    }

    int size() {
        return out.size();
    }

    byte[] build() {
        return out.toByteArray();
    }
}
