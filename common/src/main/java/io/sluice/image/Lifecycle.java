package io.sluice.image;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The life of an image from its registration to its purge.
///
/// @param created when the image was first registered
/// @param deleted when the image was deleted, or null; a deleted image is hidden and later purged
/// @param locked  whether the image can be neither deleted nor purged
public record Lifecycle(Instant created, @Nullable Instant deleted, boolean locked) {

    /// Returns the life of an image that is registered now.
    public static Lifecycle from(Instant created) {
        return new Lifecycle(created, null, false);
    }

    /// Returns the life of an image that was deleted at `time`, or is live when that is null.
    public Lifecycle withDeleted(@Nullable Instant time) {
        return new Lifecycle(created, time, locked);
    }

    public Lifecycle withLocked(boolean nowLocked) {
        return new Lifecycle(created, deleted, nowLocked);
    }
}
