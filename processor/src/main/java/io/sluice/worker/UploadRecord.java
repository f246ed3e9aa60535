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

/// The content of a record of `sluice.uploads`.
sealed interface UploadRecord {

    /// Largest value of a record, in bytes: 512 KiB inline are 683 KiB of base64, the rest is for metadata.
    /// Records that contain a command, such as a dead letter, then fit into a record as well.
    int MAX_BYTES = RecordCopies.MAX_VALUE_BYTES;

    /// A command with its time of acceptance.
    record Command(UploadCommand command, Instant accepted) implements UploadRecord {}

    /// A value that is not a command.
    ///
    /// @param sender the operation whose client receives the rejection, if it can be read
    record Unreadable(Rejection reason, @Nullable Sender sender) implements UploadRecord {}

    /// The operation of a malformed command.
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

    /// Reads the two fields that a rejection needs; other fields of the command may be malformed.
    private static @Nullable Sender sender(byte[] value) {
        try {
            var json = Json.MAPPER.readTree(value);
            var operation = json.path("operation").asText();
            var organization = json.path("organization").asText();
            return OperationId.isValid(operation) && Organization.isValid(organization)
                    ? new Sender(new OperationId(operation), part(json.path("part")), new Organization(organization))
                    : null;
        } catch (IOException _) {
            return null; // not JSON, as the rejection says
        }
    }

    private static Part part(JsonNode json) {
        try {
            return json.isObject() ? Json.MAPPER.convertValue(json, Part.class) : Part.ONLY;
        } catch (IllegalArgumentException _) {
            return Part.ONLY; // the part itself may be malformed
        }
    }
}
