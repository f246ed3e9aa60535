package io.sluice.imaging.psd;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// Walks the sections of a Photoshop document between its header and its merged image (Adobe Photoshop File Formats
/// Specification, "Photoshop File Format"), in the order of the file. Used to identify and to convert.
final class PsdSections {

    private PsdSections() {}

    /// Visits image resources.
    @FunctionalInterface
    interface ResourceVisitor {

        /// Visits one resource; the cursor is at its data and need not be moved.
        void visit(int id, long length) throws Refusal, IOException;
    }

    /// Reads the length of the colour mode data; leaves the cursor at its beginning.
    static long colorTableLength(ByteReader in) throws Refusal, IOException {
        return length(in, in.u32(), in.size(), "its colour mode data");
    }

    /// Visits the image resources in order; leaves the cursor behind their section.
    static void resources(ByteReader in, ResourceVisitor visitor) throws Refusal, IOException {
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

    /// Whether the first extra channel of the merged image is transparency. Leaves the cursor behind the layer and mask
    /// section.
    static boolean mergedTransparency(ByteReader in, PsdHeader header) throws Refusal, IOException {
        long end = length(in, header.length(in), in.size(), "its layer and mask section") + in.position();
        boolean transparency = false;
        if (end > in.position()) {
            long layers = length(in, header.length(in), end, "its layer information");
            long behindLayers = in.position() + layers;
            transparency = layers >= 2 && negative(in);
            in.seek(behindLayers);
            if (end - in.position() >= 4) {
                in.skip(length(in, in.u32(), end, "its global layer mask"));
            }
            transparency |= taggedTransparency(in, header, end);
        }
        in.seek(end);
        return transparency;
    }

    /// "Additional layer information": documents of 16 and 32 bits keep their layers, and so the count, there.
    private static boolean taggedTransparency(ByteReader in, PsdHeader header, long end) throws Refusal, IOException {
        while (end - in.position() >= 12 && (in.startsWith("8BIM") || in.startsWith("8B64"))) {
            in.step();
            in.skip(4);
            String key = in.text(4);
            long length = length(in, header.taggedLength(in, key), end, "its block " + key);
            long next = in.position() + length;
            switch (key) {
                case "Mtrn", "Mt16", "Mt32" -> {
                    return true;
                }
                case "Layr", "Lr16", "Lr32" -> {
                    if (length >= 2 && negative(in)) {
                        return true;
                    }
                }
                default -> {}
            }
            in.seek(Math.min(end, (next + 3) / 4 * 4));
            // Blocks are padded to a multiple of four, counted from the block; some writers do not pad.
            if (!in.startsWith("8B")) {
                in.seek(next);
            }
        }
        return false;
    }

    private static boolean negative(ByteReader in) throws Refusal, IOException {
        return (in.u16() & 0x8000) != 0;
    }
}
