package io.sluice.search.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.UserMetadata;
import io.sluice.search.Field;
import io.sluice.search.Fields;
import io.sluice.search.Numbers;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/// The searchable values of metadata, by field.
///
/// A field of user metadata without a type is a `str`; each element of its array is a value. An attribute of
/// dynamic metadata has a value for every type that it fits: a text is `str`, `text` and, in the form of a
/// date, `date`.
final class MetadataValues {

    /// Receives the values.
    interface Receiver {

        /// A field that has a value.
        void field(Field field);

        void text(Field field, String value);

        void words(Field field, String value);

        /// @param encoded see [Numbers]
        void number(Field field, long encoded);

        void position(Field field, double latitude, double longitude);
    }

    private final Receiver receiver;

    private MetadataValues(Receiver receiver) {
        this.receiver = receiver;
    }

    static void of(UserMetadata user, DynamicMetadata dynamic, Receiver receiver) {
        var values = new MetadataValues(receiver);
        user.fields().forEach(values::user);
        dynamic.fields().forEach(values::dynamic);
    }

    private void user(String name, JsonNode value) {
        var colon = name.indexOf(':');
        var type = colon < 0 ? "str" : name.substring(0, colon);
        give(Fields.ofUser(type, name.substring(colon + 1)), value);
    }

    private void dynamic(String name, JsonNode attributes) {
        attributes.properties().forEach(attribute -> {
            if (Fields.isAttribute(attribute.getKey())) {
                attribute(name, attribute.getKey(), attribute.getValue());
            }
        });
    }

    private void attribute(String name, String attribute, JsonNode value) {
        if (value.isNumber()) {
            give(Fields.ofDynamic("double", name, attribute), value);
            if (value.canConvertToExactIntegral()) {
                give(Fields.ofDynamic("int", name, attribute), value);
            }
        } else if (value.isTextual()) {
            give(Fields.ofDynamic("str", name, attribute), value);
            give(Fields.ofDynamic("text", name, attribute), value);
            give(Fields.ofDynamic("date", name, attribute), value);
        } else if (value.isBoolean()) {
            give(Fields.ofDynamic("str", name, attribute), value);
        } else if (value.isArray()) {
            give(Fields.ofDynamic("array", name, attribute), value);
            give(Fields.ofDynamic("array_text", name, attribute), value);
        }
    }

    private void give(Field field, JsonNode value) {
        switch (field.type()) {
            case LONG -> {
                receiver.field(field);
                receiver.number(field, Numbers.of(value.bigIntegerValue()));
            }
            case DOUBLE -> {
                receiver.field(field);
                receiver.number(field, Numbers.of(value.doubleValue()));
            }
            case DATE -> date(field, value.asText());
            case POSITION -> {
                receiver.field(field);
                var coordinates = value.asText().split(",", 2);
                receiver.position(
                        field, Double.parseDouble(coordinates[0].strip()), Double.parseDouble(coordinates[1].strip()));
            }
            case KEYWORD, TEXT, BOOLEAN -> texts(field, value);
        }
    }

    private void texts(Field field, JsonNode value) {
        if (!value.isArray()) {
            text(field, value.asText());
        } else if (!value.isEmpty()) {
            value.forEach(element -> text(field, element.asText()));
        }
    }

    private void text(Field field, String value) {
        receiver.field(field);
        switch (field.type()) {
            case TEXT -> receiver.words(field, value);
            case KEYWORD, BOOLEAN, LONG, DOUBLE, DATE, POSITION -> receiver.text(field, value);
        }
    }

    /// A text in the form of a date may still be none, such as February 30: such a value is found by no
    /// condition.
    private void date(Field field, String value) {
        try {
            var encoded = Numbers.of(OffsetDateTime.parse(value).toInstant());
            receiver.field(field);
            receiver.number(field, encoded);
        } catch (DateTimeException _) {
            // no value to search
        }
    }
}
