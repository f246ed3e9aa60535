package io.sluice.imaging.read;

import java.io.IOException;

/// PackBits run-length compression (TIFF 6.0, section 9), as TIFF and Photoshop use it.
///
/// Rows should be packed one by one; runs that reach into the next row are understood too.
public final class PackBits implements ByteSource {

    private final ByteReader in;
    private int left;
    private boolean repeating;
    private byte repeated;

    /// Starts at the cursor of `in`.
    public PackBits(ByteReader in) {
        this.in = in;
    }

    @Override
    public void fill(byte[] target) throws Refusal, IOException {
        int done = 0;
        while (done < target.length) {
            if (left == 0) {
                nextRun();
            } else {
                int count = Math.min(left, target.length - done);
                for (int i = 0; i < count; i++) {
                    target[done++] = repeating ? repeated : (byte) in.u8();
                }
                left -= count;
            }
        }
    }

    private void nextRun() throws Refusal, IOException {
        int control = (byte) in.u8();
        if (control == -128) {
            return; // no operation
        }
        repeating = control < 0;
        left = Math.abs(control) + 1;
        if (repeating) {
            repeated = (byte) in.u8();
        }
    }
}
