package io.sluice.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.image.Organization;
import io.sluice.kafka.Json;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.io.IOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// What a record of `sluice.uploads` says.
sealed interface UploadRecord {

    /// Largest value of a record, in bytes: 512 KiB inline are 683 KiB of base64, the rest is for metadata.
    /// What grows out of a command, a dead letter above all, still fits into a record then.
    int MAX_BYTES = RecordCopies.MAX_VALUE_BYTES;

    /// A command, its time of acceptance filled in.
    record Command(UploadCommand command, Instant accepted) implements UploadRecord {}

    /// No command.
    ///
    /// @param sender whom to tell, if that can be told
    record Unreadable(Rejection reason, @Nullable Sender sender) implements UploadRecord {}

    /// The operation that a broken command belongs to.
    record Sender(OperationId operation, Part part, Organization organization) {}

    static UploadRecord of(ConsumerRecord<String, byte[]> record) {
        var value = record.value();
        if (value == null) {
            return new Unreadable(new Rejection.MalformedCommand("the record has no value"), null);
        }
        if (value.length > MAX_BYTES) {
            return new Unreadable(
                    new Rejection.MalformedCommand(
                            "a command has at most " + MAX_BYTES + " bytes, but this has " + value.length),
                    sender(value));
        }
        try {
            var command = Topics.UPLOADS.deserializer().deserialize(record.topic(), value);
            return command == null
                    ? new Unreadable(new Rejection.MalformedCommand("the record says null"), null)
                    : accepted(command, Instant.ofEpochMilli(record.timestamp()));
        } catch (SerializationException e) {
            var detail = e.getMessage() == null ? "it cannot be read" : e.getMessage();
            return new Unreadable(new Rejection.MalformedCommand(detail), sender(value));
        }
    }

    private static Command accepted(UploadCommand command, Instant published) {
        var accepted = Trail.accepted(command.accepted(), published);
        if (accepted.equals(command.accepted())) {
            return new Command(command, accepted);
        }
        return new Command(command.acceptedAt(accepted), accepted);
    }

    /// Looks for the two fields without which nobody can be told; a command may be broken elsewhere.
    private static @Nullable Sender sender(byte[] value) {
        try {
            var json = Json.MAPPER.readTree(value);
            var operation = json.path("operation").asText();
            var organization = json.path("organization").asText();
            return OperationId.isValid(operation) && Organization.isValid(organization)
                    ? new Sender(new OperationId(operation), part(json.path("part")), new Organization(organization))
                    : null;
        } catch (IOException _) {
            return null; // not JSON at all, which the rejection says already
        }
    }

    private static Part part(JsonNode json) {
        try {
            return json.isObject() ? Json.MAPPER.convertValue(json, Part.class) : Part.ONLY;
        } catch (IllegalArgumentException _) {
            return Part.ONLY; // the part may be what is broken
        }
    }
}
