package io.sluice.imaging.psd;

import io.sluice.imaging.decode.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The one thing that the layers of a PSD tell about its composite: whether the first extra channel is
/// transparency (section "Layer info": the layer count is then negative).
final class PsdLayers {

    /// Blocks that hold the layers of deep images, or say that the merged image is transparent.
    private static final Set<String> DEEP_LAYERS = Set.of("Layr", "Lr16", "Lr32");

    private static final Set<String> MERGED_TRANSPARENCY = Set.of("Mtrn", "Mt16", "Mt32");
    /// Blocks whose length has eight bytes in a PSB (section "Additional Layer Information").
    private static final Set<String> LONG_LENGTH = Set.of(
            "LMsk", "Lr16", "Lr32", "Layr", "Mt16", "Mt32", "Mtrn", "Alph", "FMsk", "lnk2", "FEid", "FXid", "PxSD");

    private static final int MOST_BLOCKS = 4096;

    private PsdLayers() {}

    static boolean mergedTransparency(FileBytes file, long from, long length, boolean big) throws IOException {
        int lengthBytes = big ? 8 : 4;
        if (length < lengthBytes) {
            return false;
        }
        long end = from + length;
        long info = length(file, from, lengthBytes);
        long infoAt = from + lengthBytes;
        if (info < 0 || info > end - infoAt) {
            return false;
        }
        if (info >= 2 && count(file, infoAt) < 0) {
            return true;
        }
        long maskAt = infoAt + info;
        if (maskAt + 4 > end) {
            return false;
        }
        return inBlocks(file, maskAt + 4 + length(file, maskAt, 4), end, big);
    }

    private static boolean inBlocks(FileBytes file, long from, long end, boolean big) throws IOException {
        long at = from;
        for (int i = 0; i < MOST_BLOCKS && at + 12 <= end; i++) {
            byte[] head = file.read(at, 8);
            var signature = new String(head, 0, 4, StandardCharsets.ISO_8859_1);
            if (!signature.equals("8BIM") && !signature.equals("8B64")) {
                return false;
            }
            var key = new String(head, 4, 4, StandardCharsets.ISO_8859_1);
            int lengthBytes = big && LONG_LENGTH.contains(key) ? 8 : 4;
            if (at + 8 + lengthBytes > end) {
                return false;
            }
            long length = length(file, at + 8, lengthBytes);
            long data = at + 8 + lengthBytes;
            if (length < 0 || length > end - data) {
                return false;
            }
            if (MERGED_TRANSPARENCY.contains(key)
                    || (DEEP_LAYERS.contains(key) && length >= 2 && count(file, data) < 0)) {
                return true;
            }
            at = data + (length + 3 & ~3L);
        }
        return false;
    }

    private static int count(FileBytes file, long at) throws IOException {
        return ByteBuffer.wrap(file.read(at, 2)).getShort();
    }

    private static long length(FileBytes file, long at, int bytes) throws IOException {
        var buffer = ByteBuffer.wrap(file.read(at, bytes));
        return bytes == 8 ? buffer.getLong() : buffer.getInt() & 0xFFFFFFFFL;
    }
}
