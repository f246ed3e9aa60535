package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The name of an organization, the tenant that owns source images: 2 to 60 characters of `[a-z0-9-]`.
public record Organization(@JsonValue String name) implements Comparable<Organization> {

    private static final Pattern VALID = Pattern.compile("[a-z0-9-]{2,60}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Organization {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    "an organization name has 2 to 60 characters of a-z, 0-9 and '-', but this is \"" + name + '"');
        }
    }

    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    @Override
    public int compareTo(Organization other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
