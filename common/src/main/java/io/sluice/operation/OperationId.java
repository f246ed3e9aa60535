package io.sluice.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.regex.Pattern;

/// The id of an operation from its acceptance to its outcome, over HTTP and Kafka alike: 1 to 64 characters of
/// `[A-Za-z0-9_-]`, chosen by the publisher of the command.
public record OperationId(@JsonValue String value) {

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OperationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "an operation id has 1 to 64 characters of A-Z, a-z, 0-9, '_' and '-', but this is \"" + value
                            + '"');
        }
    }

    public static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    public static OperationId random() {
        return new OperationId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
