package io.sluice.command;

import io.sluice.image.BlobKey;

/// A request to delete a blob that no image refers to or ever will; the value of `sluice.blob-purges`.
/// Idempotent.
///
/// @param blob   the blob to delete
/// @param reason the cause, for the log
public record BlobPurge(BlobKey blob, String reason) {}
