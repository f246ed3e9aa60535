package io.sluice.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// Names a user: a random UUID in its usual form.
public record UserId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserId {}

    public static UserId random() {
        return new UserId(UUID.randomUUID());
    }

    /// The id in its usual form; by this name Jackson also finds it for the keys of a map.
    public static UserId fromString(String text) {
        return new UserId(UUID.fromString(text));
    }

    /// The id as 32 characters of `[0-9a-f]`, the first half of every API key of this user.
    public String keyPrefix() {
        return value.toString().replace("-", "");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
