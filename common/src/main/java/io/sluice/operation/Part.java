package io.sluice.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/// The position of a command within its operation: an upload of three files is one operation of three parts.
///
/// @param index from 0
/// @param count number of parts of the operation, at least 1
public record Part(int index, int count) {

    /// The only part of an operation.
    public static final Part ONLY = new Part(0, 1);

    /// Maximum number of parts of an operation.
    public static final int MAX_COUNT = 1000;

    @JsonCreator
    public Part(@JsonProperty("index") int index, @JsonProperty(value = "count") int count) {
        if (count < 1 || count > MAX_COUNT || index < 0 || index >= count) {
            throw new IllegalArgumentException("part " + index + " of " + count + ": an operation has 1 to " + MAX_COUNT
                    + " parts, counted from 0");
        }
        this.index = index;
        this.count = count;
    }
}
