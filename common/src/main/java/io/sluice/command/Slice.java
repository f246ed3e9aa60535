package io.sluice.command;

import io.sluice.image.ImageHash;
import io.sluice.operation.OperationId;

/// A contiguous range of an organization's images, in the order of their hashes, that a job processes in one
/// step.
///
/// After a crash, a job may cut a slice with the same number differently, when images were added or removed
/// meanwhile; `last` distinguishes the results of the two cuts.
///
/// @param job    id of the job
/// @param number from 0
/// @param last   hash of the last image in it
/// @param size   number of images, at most [#MAX_IMAGES]
public record Slice(OperationId job, long number, ImageHash last, int size) {

    /// Maximum number of images in a slice, and of hashes in a request.
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
