package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Which of the commands of one operation this is: an upload of three files is one operation of three parts.
///
/// @param index from 0
/// @param count parts of the operation, at least 1
public record Part(int index, int count) {

    /// The part of an operation that has only one.
    public static final Part ONLY = new Part(0, 1);

    /// Most parts of one operation.
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
