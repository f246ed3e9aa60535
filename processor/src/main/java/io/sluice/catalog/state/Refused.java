package io.sluice.catalog.state;

import io.sluice.command.Rejection;
import io.sluice.image.BlobKey;

/// Bytes that did not become an image because of the limits. They are purged once the command cannot be
/// replayed any more: if a crash loses the refusal, a replay may find enough storage for the image.
public record Refused(BlobKey blob, Rejection reason) {}
