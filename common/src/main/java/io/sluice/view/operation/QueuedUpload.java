package io.sluice.view.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.command.Door;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.kafka.JsonSerde;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.view.UploadRequest;
import io.sluice.view.UploadRequest.SourceReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The fields of an [io.sluice.command.UploadCommand] that the view needs: all but its metadata and the bytes
/// in its source, which may be half a megabyte.
///
/// @param accepted the record's timestamp when absent
/// @param request  what is requested; in JSON its fields are fields of the command
record QueuedUpload(
        @JsonProperty(required = true) OperationId operation,
        Part part,
        @JsonProperty(required = true) Organization organization,
        @Nullable Instant accepted,
        int attempt,
        @Nullable String fingerprint,
        @JsonUnwrapped Request request) {

    static final Topic<QueuedUpload> UPLOADS = narrowed(Topics.UPLOADS, QueuedUpload.class);
    static final Topic<Later> RETRIES = narrowed(Topics.RETRIES, Later.class);

    @SuppressWarnings("NullAway") // absent JSON fields are null here and become the defaults
    QueuedUpload {
        if (operation == null || organization == null) {
            throw new IllegalArgumentException("an upload command needs an operation and an organization");
        }
        part = part == null ? Part.ONLY : part;
        attempt = Math.max(1, attempt);
    }

    /// What a command requests, as it says it.
    record Request(
            @Nullable String name,
            @Nullable SourceReference source,
            @Nullable Options options,
            @Nullable Door door,
            @Nullable OperationId replayOf,
            @Nullable Long receivedMillis) {}

    /// The option that makes an upload wait.
    record Options(boolean bulk) {}

    /// Returns what the command requests.
    UploadRequest upload() {
        return new UploadRequest(
                door(),
                request.name() == null ? null : SourceImage.nameOf(request.name()),
                request.source(),
                request.replayOf(),
                request.receivedMillis());
    }

    private Door door() {
        if (request.replayOf() != null) {
            return Door.RETRY;
        }
        if (request.options() != null && request.options().bulk()) {
            return Door.BULK;
        }
        return request.door() == null ? Door.KAFKA : request.door();
    }

    /// The fields of a [io.sluice.command.Retry] that the view needs.
    record Later(QueuedUpload command, Instant due, String fault) {}

    private static <V> Topic<V> narrowed(Topic<?> topic, Class<V> type) {
        return new Topic<>(topic.name(), new JsonSerde<>(type), topic.config());
    }
}
