package io.sluice.image;

import com.fasterxml.jackson.databind.JsonNode;

/// Keeps out numbers that JSON can say but a double cannot hold, such as `1e999`: written back they would be
/// `"Infinity"`, which is another value.
final class FiniteNumbers {

    private FiniteNumbers() {}

    /// @throws IllegalArgumentException when `value` is or holds a number beyond the range of a double
    static void require(String name, JsonNode value) {
        if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException("\"" + name + "\" holds a number that is too large");
        }
        for (var element : value) {
            require(name, element);
        }
    }
}
