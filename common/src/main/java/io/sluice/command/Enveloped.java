package io.sluice.command;

import io.sluice.image.Organization;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;

/// Something with an [Envelope]: a command to the catalog, or its outcome.
public interface Enveloped {

    Envelope envelope();

    default OperationId operation() {
        return envelope().operation();
    }

    default Part part() {
        return envelope().part();
    }

    default Organization organization() {
        return envelope().organization();
    }

    default Trail trail() {
        return envelope().trail();
    }

    /// Returns the id of the command, which is unique; a replay has the same id.
    default CommandId id() {
        return envelope().id();
    }
}
