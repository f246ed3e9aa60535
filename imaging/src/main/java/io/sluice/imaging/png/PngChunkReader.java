package io.sluice.imaging.png;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.zip.CRC32;

/// A reader of the chunks of a PNG (PNG specification, third edition, 5.3), which checks that each is within
/// the file.
final class PngChunkReader {

    static final int IHDR = ByteReader.code("IHDR");
    static final int PLTE = ByteReader.code("PLTE");
    static final int IDAT = ByteReader.code("IDAT");
    static final int IEND = ByteReader.code("IEND");
    static final int TRNS = ByteReader.code("tRNS");
    static final int ICCP = ByteReader.code("iCCP");
    static final int EXIF = ByteReader.code("eXIf");
    static final int ACTL = ByteReader.code("acTL");
    static final int FCTL = ByteReader.code("fcTL");
    static final int FDAT = ByteReader.code("fdAT");

    private static final int SIGNATURE_BYTES = 8;

    private final ByteReader in;
    private int type;
    private long dataStart = SIGNATURE_BYTES - 4;
    private long length;

    PngChunkReader(ByteReader in) {
        this.in = in;
    }

    int type() {
        return type;
    }

    long length() {
        return length;
    }

    /// Moves to the data of the next chunk; returns false when the file ends after the current one.
    boolean next() throws Refusal, IOException {
        in.step();
        in.seek(dataStart + length + 4);
        if (in.remaining() == 0) {
            return false;
        }
        long start = in.position();
        length = in.u32();
        type = in.i32();
        dataStart = in.position();
        if (!isName(type)) {
            throw in.corrupt("the chunk at byte " + start + " has no valid type: " + ByteReader.name(type));
        }
        if (length + 4 > in.remaining()) {
            throw in.corrupt("the chunk " + ByteReader.name(type) + " at byte " + start + " declares " + length
                    + " bytes, " + Math.max(0, in.remaining() - 4) + " are left");
        }
        return true;
    }

    /// Moves to the next chunk, which may be truncated by the end of the file.
    boolean nextOrCut() throws Refusal, IOException {
        if (dataStart + length + 12 > in.size()) {
            return false;
        }
        try {
            return next();
        } catch (Refusal refusal) {
            if (!isName(type)) {
                throw refusal;
            }
            length = in.size() - dataStart;
            return true;
        }
    }

    /// Whether a chunk type consists of four ASCII letters.
    private static boolean isName(int type) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            int letter = type >> shift & 0xDF; // upper case
            if (letter < 'A' || letter > 'Z') {
                return false;
            }
        }
        return true;
    }

    /// Returns the data of the current chunk, which must be complete: its checksum is verified.
    byte[] data() throws Refusal, IOException {
        in.seek(dataStart - 4);
        byte[] typeAndData = in.bytes(length + 4);
        var crc = new CRC32();
        crc.update(typeAndData);
        if (crc.getValue() != in.u32()) {
            throw in.corrupt("the checksum of chunk " + ByteReader.name(type) + " at byte " + (dataStart - 8)
                    + " does not match");
        }
        in.allocate(length);
        byte[] data = new byte[(int) length];
        System.arraycopy(typeAndData, 4, data, 0, data.length);
        return data;
    }

    /// Verifies the checksum, then returns to the data.
    void verify() throws Refusal, IOException {
        data();
        in.seek(dataStart);
    }
}
