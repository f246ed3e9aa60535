package io.sluice.imaging.read;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A box of the ISO base media file format (ISO/IEC 14496-12, 4.2).
///
/// @param type  four-character code
/// @param start first byte of the content
/// @param end   first byte after the box
public record IsoBox(int type, long start, long end) {

    private static final int SHORTEST = 8;

    /// Reads the header of the box at the cursor, which must end by `end`, and leaves the cursor on its
    /// content.
    public static IsoBox next(ByteReader in, long end) throws Refusal, IOException {
        in.step();
        long at = in.position();
        if (end - at < SHORTEST) {
            throw in.corrupt("the " + (end - at) + " bytes at byte " + at + " are too few for a box");
        }
        long size = in.u32();
        int type = in.i32();
        if (size == 1) {
            in.require(8);
            size = in.u64();
        } else if (size == 0) { // up to the end of what contains it
            size = end - at;
        }
        if (size < in.position() - at || size > end - at) {
            throw in.corrupt("the box " + ByteReader.name(type) + " at byte " + at + " declares " + size + " bytes, "
                    + (end - at) + " are left");
        }
        return new IsoBox(type, in.position(), at + size);
    }

    /// Returns the next box of the file itself, `null` after the last one: phones and editors append text and
    /// other data, which is no box. A box of a known type that declares more bytes than the rest of the file
    /// is damaged.
    ///
    /// @param known types of boxes in files of the format
    public static @Nullable IsoBox nextOfFile(ByteReader in, Set<String> known) throws Refusal, IOException {
        long at = in.position();
        if (in.remaining() < SHORTEST) {
            return null;
        }
        try {
            return next(in, in.size());
        } catch (Refusal refusal) {
            in.seek(at + 4);
            if (known.contains(in.text(4))) {
                throw refusal;
            }
            return null;
        }
    }

    public boolean is(String name) {
        return type == ByteReader.code(name);
    }

    /// Reads version and flags of a full box; leaves the cursor after them.
    ///
    /// @return the version in the upper 8 bits, flags below
    public int versionAndFlags(ByteReader in) throws Refusal, IOException {
        if (end - start < 4) {
            throw in.corrupt("the box " + ByteReader.name(type) + " at byte " + start + " is too short");
        }
        in.seek(start);
        return in.i32();
    }

    /// A visitor of boxes.
    public interface BoxVisitor {
        void visit(IsoBox child) throws Refusal, IOException;
    }

    /// Visits the boxes between `from` and the end of this one, in order.
    public void children(ByteReader in, long from, BoxVisitor visitor) throws Refusal, IOException {
        in.seek(from);
        // A few stray bytes at the end of a box are common and harmless.
        while (end - in.position() >= SHORTEST) {
            var child = next(in, end);
            visitor.visit(child);
            in.seek(child.end);
        }
    }
}
