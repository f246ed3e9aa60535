package io.sluice.command;

import io.sluice.image.BlobKey;

/// A blob that no image refers to and none ever will; the value of `sluice.blob-purges`. Removing it twice is harmless.
///
/// @param blob   what to remove
/// @param reason why, for the log
public record BlobPurge(BlobKey blob, String reason) {}
