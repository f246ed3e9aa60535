package io.sluice.imaging.psd.layers;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a layer record says about the layer's mask ("Layer mask / adjustment layer data").
///
/// @param area       pixels that the mask has
/// @param rendered   whether they contain the vector mask too
/// @param background the mask outside its area
/// @param density    how much the mask hides, from 0 to 1
/// @param blurred    whether it has to be blurred before it is used
record Mask(Area area, boolean rendered, float background, float density, boolean blurred) {

    private static final int RECTANGLE_BYTES = 18;
    /// Of a layer that has a vector mask too, its own mask follows.
    private static final int REAL_MASK_BYTES = 18;

    /// The number 0 as eight bytes.
    private static final String NO_BLUR = "\0".repeat(8);

    private static final int DISABLED = 1 << 1;
    private static final int RENDERED = 1 << 3;
    private static final int PARAMETERS = 1 << 4;

    /// Reads the mask data at the cursor, `null` when there is no mask or it is switched off.
    static @Nullable Mask read(ByteReader in) throws Refusal, IOException {
        long length = in.u32();
        in.require(length);
        long end = in.position() + length;
        Mask mask = length < RECTANGLE_BYTES ? null : read(in, end);
        in.seek(end);
        return mask;
    }

    private static @Nullable Mask read(ByteReader in, long end) throws Refusal, IOException {
        Area area = LayerRecord.area(in);
        float background = in.u8() / 255f;
        int flags = in.u8();
        if (end - in.position() >= REAL_MASK_BYTES) {
            in.skip(REAL_MASK_BYTES);
        }
        float density = 1;
        boolean blurred = false;
        if ((flags & PARAMETERS) != 0 && in.position() < end) {
            // in this order: density and blur of the layer mask, then of the vector mask
            int present = in.u8();
            for (int parameter = 0; parameter < 4; parameter++) {
                if ((present >> parameter & 1) == 0) {
                    continue;
                }
                if (parameter % 2 == 0) {
                    density *= in.u8() / 255f;
                } else {
                    blurred |= !in.startsWith(NO_BLUR);
                    in.skip(NO_BLUR.length());
                }
            }
        }
        return (flags & DISABLED) != 0 ? null : new Mask(area, (flags & RENDERED) != 0, background, density, blurred);
    }
}
