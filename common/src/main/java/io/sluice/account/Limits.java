package io.sluice.account;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The limits that the operator has set for an organization; null for none.
///
/// @param images            maximum live images
/// @param bytes             maximum bytes of all images, deleted ones included until they are purged
/// @param uploadsPerMinute  maximum uploads a minute
/// @param megapixelsPerHour maximum millions of pixels that are converted in an hour
/// @param fileBytes         maximum size of a file
/// @param jobs              maximum unfinished jobs
public record Limits(
        @Nullable Long images,
        @Nullable Long bytes,
        @Nullable Long uploadsPerMinute,
        @Nullable Long megapixelsPerHour,
        @Nullable Long fileBytes,
        @Nullable Long jobs) {

    public static final Limits NONE = new Limits(null, null, null, null, null, null);

    public Limits {
        for (var limit : Arrays.asList(images, bytes, uploadsPerMinute, megapixelsPerHour, fileBytes, jobs)) {
            if (limit != null && limit < 0) {
                throw new IllegalArgumentException("a limit is not negative, as " + limit + " is");
            }
        }
    }

    /// Whether deciding about an image needs to know what the organization stores.
    public boolean countsStored() {
        return images != null || bytes != null;
    }
}
