package io.sluice.imaging.heif;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.IsoBox;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// The positions of the items of a HEIF file: its `iloc` box (ISO/IEC 14496-12, 8.11.3).
final class ItemLocations {

    private final ByteReader in;
    private final IsoBox box;

    ItemLocations(ByteReader in, IsoBox box) {
        this.in = in;
        this.box = box;
    }

    /// Checks that all items stored in the file itself are inside it.
    void check() throws Refusal, IOException {
        int version = box.versionAndFlags(in) >>> 24;
        int sizes = in.u16();
        int offsetSize = sizes >> 12;
        int lengthSize = sizes >> 8 & 15;
        int baseSize = sizes >> 4 & 15;
        int indexSize = version == 0 ? 0 : sizes & 15;
        long items = version < 2 ? in.u16() : in.u32();
        for (long i = 0; i < items && in.position() < box.end(); i++) {
            in.step();
            long item = version < 2 ? in.u16() : in.u32();
            int method = version == 0 ? 0 : in.u16() & 15;
            boolean inOtherFile = in.u16() != 0;
            long base = number(baseSize);
            int extents = in.u16();
            for (int k = 0; k < extents; k++) {
                in.step();
                number(indexSize);
                long offset = number(offsetSize);
                long length = number(lengthSize);
                boolean inFile = method == 0 && !inOtherFile;
                // Compared one by one, because sums of hostile numbers overflow.
                if (inFile && (base > in.size() || offset > in.size() - base || length > in.size() - base - offset)) {
                    throw in.corrupt("item " + item + " is said to be " + length + " bytes at byte "
                            + Long.toUnsignedString(base + offset) + ", the file has " + in.size());
                }
            }
        }
    }

    private long number(int bytes) throws Refusal, IOException {
        return switch (bytes) {
            case 0 -> 0;
            case 4 -> in.u32();
            case 8 -> in.u64();
            default -> throw in.corrupt("its iloc box at byte " + box.start() + " has numbers of " + bytes + " bytes");
        };
    }
}
