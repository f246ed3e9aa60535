package io.sluice.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The id of a command; a replay has the same id. Records keep the id of the command that last changed them.
///
/// @param value the operation and the position of the part in it, as in `op-1#0`; the id of a job alone for
///              all of its steps
public record CommandId(@JsonValue String value) {

    private static final char SEPARATOR = '#';

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CommandId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a command id must not be empty");
        }
    }

    /// Returns the id of the command for one part of an operation.
    public static CommandId of(OperationId operation, Part part) {
        return new CommandId(operation.value() + SEPARATOR + part.index());
    }

    /// Returns the id that all steps of a job share: whichever step changes a record, the job has changed it.
    public static CommandId ofJob(OperationId job) {
        return new CommandId(job.value());
    }

    @Override
    public String toString() {
        return value;
    }
}
