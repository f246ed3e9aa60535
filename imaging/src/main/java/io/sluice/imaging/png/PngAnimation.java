package io.sluice.imaging.png;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.read.Region;
import java.io.IOException;

/// The animation that the chunks of an APNG declare (PNG specification, third edition, 11.3.6). One that contradicts
/// itself counts as none: viewers then show the still image.
final class PngAnimation {

    private static final int CONTROL_BYTES = 26;

    private final Region canvas;
    private long declared;
    private long frames;
    private boolean awaitsData;
    private boolean broken;

    PngAnimation(Region canvas) {
        this.canvas = canvas;
    }

    /// Takes in acTL, the cursor being at its data.
    void declared(PngChunkReader chunks) throws IOException {
        try {
            byte[] data = chunks.length() == 8 ? chunks.data() : new byte[4];
            declared = (data[0] & 0xFFL) << 24 | (data[1] & 0xFF) << 16 | (data[2] & 0xFF) << 8 | (data[3] & 0xFF);
        } catch (Refusal _) {
            broken = true;
        }
    }

    /// Takes in fcTL.
    void frame(ByteReader in, PngChunkReader chunks) throws IOException {
        broken |= awaitsData;
        awaitsData = true;
        frames++;
        try {
            broken |= !inside(in, chunks);
        } catch (Refusal _) {
            broken = true;
        }
    }

    /// Takes in IDAT or fdAT.
    void imageData() {
        awaitsData = false;
    }

    private boolean inside(ByteReader in, PngChunkReader chunks) throws Refusal, IOException {
        if (chunks.length() != CONTROL_BYTES) {
            return false;
        }
        chunks.verify();
        in.skip(4);
        long width = in.u32();
        long height = in.u32();
        long left = in.u32();
        long top = in.u32();
        return width > 0 && height > 0 && left + width <= canvas.width() && top + height <= canvas.height();
    }

    /// Number of frames, 0 when there is no sound animation.
    int frames() {
        boolean sound = declared == frames && !broken && !awaitsData && frames <= Integer.MAX_VALUE;
        return sound ? (int) frames : 0;
    }
}
