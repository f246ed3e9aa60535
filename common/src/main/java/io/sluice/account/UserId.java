package io.sluice.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// The id of a user: a random UUID in its canonical form.
public record UserId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserId {}

    public static UserId random() {
        return new UserId(UUID.randomUUID());
    }

    /// Parses the canonical form. Jackson finds this method by its name and uses it for map keys, too.
    public static UserId fromString(String text) {
        return new UserId(UUID.fromString(text));
    }

    /// Returns the id as 32 characters of `[0-9a-f]`, the first half of every API key of this user.
    public String keyPrefix() {
        return value.toString().replace("-", "");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
