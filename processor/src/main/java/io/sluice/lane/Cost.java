package io.sluice.lane;

import java.time.Duration;

/// The resources that a stage has used, besides the time of its thread.
///
/// @param bytes  bytes that were read or fetched
/// @param pixels pixels that were decoded
public record Cost(long bytes, long pixels) {

    public static final Cost NONE = new Cost(0, 0);

    private static final double BYTES_A_SECOND = 50e6;
    private static final double PIXELS_A_SECOND = 20e6;

    /// Returns the cost of a turn in seconds: `seconds of the thread + bytes / 50,000,000 + decoded pixels /
    /// 20,000,000`.
    public double seconds(Duration time) {
        return time.toNanos() / 1e9 + bytes / BYTES_A_SECOND + pixels / PIXELS_A_SECOND;
    }
}
