package io.sluice.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// The values that a typed field of user metadata can have, beyond their form.
final class MetadataRange {

    private static final double LARGEST_LATITUDE = 90;
    private static final double LARGEST_LONGITUDE = 180;

    private MetadataRange() {}

    /// Returns what the value of a field must be, null if it is that.
    ///
    /// @param name  with its type, as in `int:price`
    /// @param value in the form that the type demands
    static @Nullable String violated(String name, JsonNode value) {
        int colon = name.indexOf(':');
        return switch (colon < 0 ? "" : name.substring(0, colon)) {
            case "int" -> value.canConvertToLong() ? null : "a whole number of at most 64 bits";
            case "date" -> exists(value.textValue()) ? null : "a date and time that exist";
            case "latlon" ->
                isOnEarth(value.textValue()) ? null : "a latitude from -90 to 90 and a longitude from -180 to 180";
            default -> null;
        };
    }

    private static boolean exists(String date) {
        try {
            OffsetDateTime.parse(date);
            return true;
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    private static boolean isOnEarth(String position) {
        var parts = position.split(",", 2);
        return Math.abs(Double.parseDouble(parts[0])) <= LARGEST_LATITUDE
                && Math.abs(Double.parseDouble(parts[1].strip())) <= LARGEST_LONGITUDE;
    }
}
