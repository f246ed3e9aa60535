package io.sluice.command;

import io.sluice.image.ImageHash;

/// A run of an organization's images, in the order of their hashes, that a job treats as one step.
///
/// A job that goes on after a crash may cut the same number anew and otherwise, if images came or went meanwhile; by
/// `last` it tells the result of the cut it remembers from that of the other.
///
/// @param job    whose slice it is
/// @param number from 0
/// @param last   hash of the last image in it
/// @param size   how many images are in it, at most [#MAX_IMAGES]
public record Slice(OperationId job, long number, ImageHash last, int size) {

    /// Most images of one slice, and most hashes of one call.
    public static final int MAX_IMAGES = 100;

    public Slice {
        if (job == null || last == null) {
            throw new IllegalArgumentException("a slice needs the fields \"job\" and \"last\"");
        }
        if (number < 0 || size < 1 || size > MAX_IMAGES) {
            throw new IllegalArgumentException("slice " + number + " of " + size + " images: slices count from 0 and"
                    + " have 1 to " + MAX_IMAGES + " images");
        }
    }
}
