package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Metadata that changes how an image is rendered, such as `subject_area`, and is therefore part of its hash.
///
/// A name (`[a-z0-9_]{1,54}`) maps to a JSON object. The fields of `subject_area` and `crop_area` must be
/// numbers; other names are stored unchecked.
public record DynamicMetadata(@JsonValue SortedMap<String, JsonNode> fields) {

    /// Maximum length for one image, in characters as counted by [#length].
    public static final int MAX_LENGTH = 64 * 1024;

    public static final DynamicMetadata NONE = new DynamicMetadata(Collections.emptySortedMap());

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,54}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DynamicMetadata {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        fields.forEach(DynamicMetadata::check);
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /// Returns the number of characters of all names, and of all values as JSON.
    public long length() {
        return MetadataLength.of(fields);
    }

    /// Returns whether the length exceeds [#MAX_LENGTH].
    public boolean isTooLong() {
        return length() > MAX_LENGTH;
    }

    /// Returns JSON with sorted keys and without whitespace: equal for equal metadata, whatever order it was
    /// given in.
    public String canonicalJson() {
        var canonical = JsonNodeFactory.instance.objectNode();
        fields.forEach((name, value) -> canonical.set(name, sorted(value)));
        return canonical.toString();
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            var names = new TreeMap<String, JsonNode>();
            node.properties().forEach(field -> names.put(field.getKey(), field.getValue()));
            var result = JsonNodeFactory.instance.objectNode();
            names.forEach((name, value) -> result.set(name, sorted(value)));
            return result;
        }
        if (node.isArray()) {
            var result = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> result.add(sorted(element)));
            return result;
        }
        // clients do not distinguish 1 from 1.0, so both must give the same hash
        if (node.isFloatingPointNumber() && node.canConvertToExactIntegral() && node.canConvertToLong()) {
            return JsonNodeFactory.instance.numberNode(node.longValue());
        }
        return node;
    }

    private static void check(String name, JsonNode value) {
        FiniteNumbers.require(name, value);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name \"" + name + "\" must be 1 to 54 characters of a-z, 0-9 and '_'");
        }
        if (!value.isObject()) {
            throw new IllegalArgumentException("\"" + name + "\" must be a JSON object, but is " + value);
        }
        switch (name) {
            case "subject_area" -> checkArea(name, value, false);
            case "crop_area" -> checkArea(name, value, true);
            case "multi_areas" ->
                value.properties().forEach(area -> {
                    checkOptionalArea(name + '.' + area.getKey(), area.getValue(), "subject_area", false);
                    checkOptionalArea(name + '.' + area.getKey(), area.getValue(), "crop_area", true);
                });
            default -> {
                // only the renderer interprets other names
            }
        }
    }

    private static void checkOptionalArea(String path, JsonNode parent, String area, boolean needsExtent) {
        if (parent.has(area)) {
            checkArea(path + '.' + area, parent.get(area), needsExtent);
        }
    }

    private static void checkArea(String path, JsonNode area, boolean needsExtent) {
        checkNumber(path, area, "x", true);
        checkNumber(path, area, "y", true);
        checkNumber(path, area, "width", needsExtent);
        checkNumber(path, area, "height", needsExtent);
    }

    private static void checkNumber(String path, JsonNode area, String field, boolean required) {
        var value = area.path(field);
        var missing = value.isMissingNode();
        if (missing ? required : !value.isNumber() || value.doubleValue() < 0) {
            throw new IllegalArgumentException("\"" + path + '.' + field + "\" must be a number of at least 0"
                    + (missing ? " and is missing" : ", but is " + value));
        }
    }
}
