package io.sluice.imaging.psd.structure;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// Walks the sections of a Photoshop document between its header and its merged image (Adobe Photoshop File
/// Formats Specification, "Photoshop File Format"), in the order of the file. Used to identify and to
/// convert.
public final class PsdSections {

    private PsdSections() {}

    /// Visits image resources.
    @FunctionalInterface
    public interface ResourceVisitor {

        /// Visits one resource; the cursor is at its data and need not be moved.
        void visit(int id, long length) throws Refusal, IOException;
    }

    /// Reads the length of the colour mode data; leaves the cursor at its beginning.
    public static long colorTableLength(ByteReader in) throws Refusal, IOException {
        return length(in, in.u32(), in.size(), "its colour mode data");
    }

    /// Visits the image resources in order; leaves the cursor behind their section.
    public static void resources(ByteReader in, ResourceVisitor visitor) throws Refusal, IOException {
        long end = length(in, in.u32(), in.size(), "its image resource section") + in.position();
        while (end - in.position() >= 12) {
            in.step();
            in.skip(4); // signature, 8BIM or one of its kin
            int id = in.u16();
            int nameLength = in.u8();
            in.skip(nameLength + 1 - (nameLength & 1));
            long length = length(in, in.u32(), end, "its image resource " + id);
            long start = in.position();
            visitor.visit(id, length);
            in.seek(Math.min(end, start + length + (length & 1)));
        }
        in.seek(end);
    }

    /// A length that was just read, once it is known to fit before `end`.
    private static long length(ByteReader in, long length, long end, String of) throws Refusal {
        if (length > end - in.position()) {
            throw in.corrupt(of + " before byte " + in.position() + " declares " + length + " bytes, "
                    + (end - in.position()) + " are left");
        }
        return length;
    }

    /// Visits the blocks of additional information.
    @FunctionalInterface
    public interface BlockVisitor {

        /// Visits one block; the cursor is at its data and need not be moved.
        ///
        /// @return whether to visit the next one
        boolean visit(String key, long length) throws Refusal, IOException;
    }

    /// Whether the first extra channel of the merged image is transparency. Leaves the cursor behind the
    /// layer and mask section.
    public static boolean mergedTransparency(ByteReader in, PsdHeader header) throws Refusal, IOException {
        long end = length(in, header.length(in), in.size(), "its layer and mask section") + in.position();
        boolean transparency = false;
        if (end > in.position()) {
            long layers = length(in, header.length(in), end, "its layer information");
            long behindLayers = in.position() + layers;
            transparency = layers >= 2 && negative(in);
            in.seek(behindLayers);
            transparency |= blockBehindLayers(in, header, end, (key, length) -> switch (key) {
                case "Mtrn", "Mt16", "Mt32" -> true;
                case "Layr", "Lr16", "Lr32" -> length >= 2 && negative(in);
                default -> false;
            });
        }
        in.seek(end);
        return transparency;
    }

    /// Moves the cursor from the layer and mask section to the number of layers. Documents of 16 and 32 bits
    /// keep their layers in a block.
    ///
    /// @return the end of the layers, -1 when there are none
    public static long enterLayers(ByteReader in, PsdHeader header) throws Refusal, IOException {
        long end = length(in, header.length(in), in.size(), "its layer and mask section") + in.position();
        if (end == in.position()) {
            return -1;
        }
        long layers = length(in, header.length(in), end, "its layer information");
        long behindLayers = in.position() + layers;
        if (layers >= 2 && !in.startsWith("\0\0")) {
            return behindLayers;
        }
        in.seek(behindLayers);
        var found = new long[] {-1};
        blockBehindLayers(in, header, end, (key, length) -> {
            boolean layered = length >= 2
                    && (key.equals("Layr") || key.equals("Lr16") || key.equals("Lr32"))
                    && !in.startsWith("\0\0");
            if (layered) {
                found[0] = in.position() + length;
            }
            return layered;
        });
        return found[0];
    }

    /// Looks for a block of the additional information behind the layers; leaves the cursor at its data.
    private static boolean blockBehindLayers(ByteReader in, PsdHeader header, long end, BlockVisitor wanted)
            throws Refusal, IOException {
        if (end - in.position() < 4) {
            return false;
        }
        in.skip(length(in, in.u32(), end, "its global layer mask"));
        var found = new long[] {-1};
        blocks(in, header, end, 4, (key, length) -> {
            long data = in.position();
            boolean match = wanted.visit(key, length);
            if (match) {
                found[0] = data;
            }
            return !match;
        });
        if (found[0] >= 0) {
            in.seek(found[0]);
        }
        return found[0] >= 0;
    }

    /// Visits the blocks between the cursor and `end` ("Additional layer information").
    ///
    /// @param padding multiple of bytes that a block takes, counted from the beginning of the file
    public static void blocks(ByteReader in, PsdHeader header, long end, int padding, BlockVisitor visitor)
            throws Refusal, IOException {
        while (end - in.position() >= 12 && (in.startsWith("8BIM") || in.startsWith("8B64"))) {
            in.step();
            in.skip(4);
            String key = in.text(4);
            long length = length(in, header.taggedLength(in, key), end, "its block " + key);
            long next = in.position() + length;
            if (!visitor.visit(key, length)) {
                return;
            }
            in.seek(Math.min(end, Math.ceilDiv(next, padding) * padding));
            // some writers do not pad
            if (!in.startsWith("8B")) {
                in.seek(next);
            }
        }
    }

    private static boolean negative(ByteReader in) throws Refusal, IOException {
        return (in.u16() & 0x8000) != 0;
    }
}
