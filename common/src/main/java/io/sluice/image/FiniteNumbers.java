package io.sluice.image;

import com.fasterxml.jackson.databind.JsonNode;

/// A check that rejects numbers that are valid JSON but exceed a double, such as `1e999`: written back, such
/// a number would become the string `"Infinity"`.
final class FiniteNumbers {

    private FiniteNumbers() {}

    /// Checks `value` and everything inside it.
    /// @throws IllegalArgumentException when a number exceeds the range of a double
    static void require(String name, JsonNode value) {
        if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException("\"" + name + "\" holds a number that is too large");
        }
        for (var element : value) {
            require(name, element);
        }
    }
}
