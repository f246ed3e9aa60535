package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.Organization;
import io.sluice.image.UserMetadata;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A request to create a source image; the value of the public topic `sluice.uploads`.
///
/// A producer must set `operation`, `organization` and `source`; all other fields have defaults.
///
/// @param operation       id chosen by the producer; the same id again is the same operation
/// @param part            position of this file within the operation
/// @param organization    owner of the image
/// @param source          location of the bytes
/// @param description     properties of the image; in JSON they are fields of the command
/// @param accepted        when the pipeline accepted the command; the record's timestamp when absent
/// @param attempt         number of this attempt, from 1
/// @param origin          the request that the command comes from; in JSON its fields are fields of the command
public record UploadCommand(
        OperationId operation,
        Part part,
        Organization organization,
        Source source,
        @JsonUnwrapped ImageDescription description,
        @Nullable Instant accepted,
        int attempt,
        @JsonUnwrapped Origin origin) {

    @SuppressWarnings("NullAway") // absent JSON fields are null here and become the defaults
    public UploadCommand {
        Required.UPLOAD_COMMAND.field("operation", operation);
        Required.UPLOAD_COMMAND.field("organization", organization);
        Required.UPLOAD_COMMAND.field("source", source);
        part = part == null ? Part.ONLY : part;
        attempt = Math.max(1, attempt);
        origin = origin == null ? Origin.UNKNOWN : origin;
    }

    /// Returns the command of the next attempt.
    public UploadCommand nextAttempt() {
        return new UploadCommand(operation, part, organization, source, description, accepted, attempt + 1, origin);
    }

    /// Returns this command with a time of acceptance.
    public UploadCommand acceptedAt(Instant time) {
        return new UploadCommand(operation, part, organization, source, description, time, attempt, origin);
    }

    /// Returns the command of a new operation that tries this one again, from the beginning.
    ///
    /// @param replay the new operation
    /// @param as     position within that operation
    public UploadCommand replayedAs(OperationId replay, Part as, Instant time) {
        return new UploadCommand(
                replay,
                as,
                organization,
                source,
                description,
                time,
                1,
                new Origin(null, Door.RETRY, operation, origin.receivedMillis()));
    }

    public @Nullable String fingerprint() {
        return origin.fingerprint();
    }

    public @Nullable String name() {
        return description.name();
    }

    public UserMetadata userMetadata() {
        return description.userMetadata();
    }

    public DynamicMetadata dynamicMetadata() {
        return description.dynamicMetadata();
    }

    public UploadOptions options() {
        return description.options();
    }

    /// Returns the envelope of the command that this one becomes.
    public Envelope envelope(Trail trail) {
        return new Envelope(operation, part, organization, trail);
    }

    /// Returns the id of this command, which is unique; a replay has the same id.
    public CommandId id() {
        return CommandId.of(operation, part);
    }
}
