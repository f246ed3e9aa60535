package io.sluice.catalog.state;

import io.sluice.command.Rejection;
import io.sluice.image.BlobKey;

/// Bytes that did not become an image. They are purged once the command cannot be replayed any more: if a
/// crash loses that it was refused, there may be room for the image then.
public record Refused(BlobKey blob, Rejection reason) {}
