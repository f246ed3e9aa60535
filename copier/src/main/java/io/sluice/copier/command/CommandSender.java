package io.sluice.copier.command;

import io.sluice.image.Organization;
import io.sluice.kafka.Json;
import io.sluice.operation.OperationId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The operation of a malformed command and an organization it concerns, to which the rejection is addressed.
record CommandSender(OperationId operation, Organization organization) {

    private static final List<String> ORGANIZATIONS = List.of("destination", "organization", "source");

    /// Extracts the fields that a rejection needs; the rest of the command may be malformed.
    static Optional<CommandSender> of(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            var json = Json.MAPPER.readTree(value);
            var operation = json.path("operation").asText();
            return OperationId.isValid(operation)
                    ? ORGANIZATIONS.stream()
                            .map(field -> json.path(field).asText())
                            .filter(Organization::isValid)
                            .findFirst()
                            .map(name -> new CommandSender(new OperationId(operation), new Organization(name)))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // not JSON; the rejection says so already
        }
    }
}
