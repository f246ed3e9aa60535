package io.sluice.view.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.image.Organization;
import io.sluice.kafka.JsonSerde;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The fields of an [io.sluice.command.UploadCommand] that the view needs: all but its source, which may
/// contain half a megabyte.
///
/// @param accepted the record's timestamp when absent
record QueuedUpload(
        @JsonProperty(required = true) OperationId operation,
        Part part,
        @JsonProperty(required = true) Organization organization,
        @Nullable Instant accepted,
        int attempt,
        @Nullable String fingerprint) {

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

    /// The fields of a [io.sluice.command.Retry] that the view needs.
    record Later(QueuedUpload command, Instant due, String fault) {}

    private static <V> Topic<V> narrowed(Topic<?> topic, Class<V> type) {
        return new Topic<>(topic.name(), new JsonSerde<>(type), topic.partitions(), topic.config());
    }
}
