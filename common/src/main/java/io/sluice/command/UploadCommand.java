package io.sluice.command;

import io.sluice.image.DynamicMetadata;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// "Make a source image of these bytes": the value of `sluice.uploads`, the public enqueue topic.
///
/// A producer must give `operation`, `organization` and `source`; the rest has defaults.
///
/// @param operation       chosen by the producer; the same id again is the same operation
/// @param part            which file of the operation this is
/// @param organization    who will own the image
/// @param source          where the bytes are
/// @param name            file name; of a URL its last path segment when absent
/// @param userMetadata    set on the image
/// @param dynamicMetadata part of the image's hash
/// @param options         what else is asked for
/// @param accepted        when the pipeline took it on; the record's timestamp when absent
/// @param attempt         from 1; how often it has been tried, this time included
/// @param fingerprint     digest of the request, to tell a retried one from another under the same idempotency key
public record UploadCommand(
        OperationId operation,
        Part part,
        Organization organization,
        Source source,
        @Nullable String name,
        UserMetadata userMetadata,
        DynamicMetadata dynamicMetadata,
        UploadOptions options,
        @Nullable Instant accepted,
        int attempt,
        @Nullable String fingerprint) {

    @SuppressWarnings("NullAway") // absent fields arrive from JSON as null and leave as their defaults
    public UploadCommand {
        require("operation", operation);
        require("organization", organization);
        require("source", source);
        part = part == null ? Part.ONLY : part;
        name = name == null ? null : SourceImage.nameOf(name);
        userMetadata = userMetadata == null ? UserMetadata.NONE : userMetadata;
        dynamicMetadata = dynamicMetadata == null ? DynamicMetadata.NONE : dynamicMetadata;
        options = options == null ? UploadOptions.NONE : options;
        attempt = Math.max(1, attempt);
    }

    /// The same command for its next try.
    public UploadCommand nextAttempt() {
        return new UploadCommand(
                operation,
                part,
                organization,
                source,
                name,
                userMetadata,
                dynamicMetadata,
                options,
                accepted,
                attempt + 1,
                fingerprint);
    }

    /// Identifies this command among all: a replay carries the same.
    public String id() {
        return operation.value() + '#' + part.index();
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("an upload command needs the field \"" + field + '"');
        }
    }
}
