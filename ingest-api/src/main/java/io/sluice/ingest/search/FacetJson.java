package io.sluice.ingest.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.json.WireTime;
import io.sluice.search.Facet;
import java.time.Instant;
import java.util.List;

/// The JSON of facets: a list of values with counts, and for numbers and dates an object with `min`, `max`
/// and that list.
final class FacetJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private FacetJson() {}

    static ObjectNode of(List<Facet> facets) {
        var json = JSON.objectNode();
        facets.forEach(facet -> json.set(facet.field().name(), of(facet)));
        return json;
    }

    private static JsonNode of(Facet facet) {
        var values = JSON.arrayNode();
        facet.values()
                .forEach(counted ->
                        values.addObject().put("count", counted.count()).set("value", value(counted.value())));
        if (!facet.field().type().isNumeric()) {
            return values;
        }
        var json = JSON.objectNode();
        var range = facet.range();
        if (range != null) {
            json.set("min", value(range.min()));
            json.set("max", value(range.max()));
        }
        if (!values.isEmpty()) {
            json.set("values", values);
        }
        return json;
    }

    private static JsonNode value(Object value) {
        return switch (value) {
            case String text -> JSON.textNode(text);
            case Long number -> JSON.numberNode(number);
            case Double number -> JSON.numberNode(number);
            case Boolean flag -> JSON.booleanNode(flag);
            case Instant time -> JSON.textNode(WireTime.format(time));
            default -> throw new IllegalArgumentException("a facet has no values such as " + value);
        };
    }
}
