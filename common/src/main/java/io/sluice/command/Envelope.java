package io.sluice.command;

import io.sluice.image.Organization;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;

/// The fields that every command to the catalog and every outcome has; in JSON they are fields of the command
/// itself.
///
/// @param operation    the operation to which the command belongs
/// @param part         position of the command within the operation
/// @param organization the organization whose catalog the command changes
/// @param trail        processing history of the operation
public record Envelope(OperationId operation, Part part, Organization organization, Trail trail) {

    public Envelope {
        Required.ENVELOPE.field("operation", operation);
        Required.ENVELOPE.field("part", part);
        Required.ENVELOPE.field("organization", organization);
        Required.ENVELOPE.field("trail", trail);
    }

    /// Returns the id of the command, which is unique; a replay has the same id.
    public CommandId id() {
        return CommandId.of(operation, part);
    }
}
