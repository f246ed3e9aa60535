package io.sluice.ingest.upload.plan;

import io.sluice.command.Source;
import io.sluice.command.UploadOptions;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.UserMetadata;
import org.jspecify.annotations.Nullable;

/// One image that a request creates.
///
/// @param name file name; null for a URL
public record PlannedPart(
        Source source,
        @Nullable String name,
        UserMetadata userMetadata,
        DynamicMetadata dynamicMetadata,
        UploadOptions options) {}
