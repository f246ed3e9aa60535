package io.sluice.standalone.validate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.sluice.kafka.Json;
import io.sluice.kafka.JsonFault;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// A check of the value of a record, by the published schema of its type and then by the code that reads it.
final class RecordCheck {

    /// Maximum length of a value in bytes.
    static final int MAX_BYTES = 1_048_576;

    private final Topic<?> topic;
    private final JsonNode definition;
    private final JsonSchema schema;

    private RecordCheck(Topic<?> topic, String resource) {
        this.topic = topic;
        try (var content = RecordCheck.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IllegalStateException("the schema " + resource + " is missing");
            }
            definition = Json.MAPPER.readTree(content);
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(definition);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the check of records for `sluice.uploads`.
    static RecordCheck ofUploads() {
        return new RecordCheck(Topics.UPLOADS, "upload-command.json");
    }

    /// Returns the check of records for `sluice.copies`.
    static RecordCheck ofCopies() {
        return new RecordCheck(Topics.COPIES, "copy-command.json");
    }

    /// Returns what is wrong with a value; nothing if it is valid.
    List<String> faults(String value) {
        var bytes = value.getBytes(UTF_8);
        if (bytes.length > MAX_BYTES) {
            return List.of("the value has " + bytes.length + " bytes, at most " + MAX_BYTES + " are allowed");
        }
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(value);
        } catch (JsonProcessingException e) {
            return List.of("not JSON: " + JsonFault.describe(e) + " (column "
                    + e.getLocation().getColumnNr() + ')');
        }
        var faults = new ArrayList<>(schemaFaults(json));
        if (faults.isEmpty()) {
            try {
                topic.deserializer().deserialize(topic.name(), bytes);
            } catch (SerializationException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!isKnown(name)) {
                faults.add(name + ": unknown field, which is ignored; known are " + known());
            }
        });
        return faults;
    }

    private List<String> schemaFaults(JsonNode json) {
        var messages = schema.validate(json);
        // of the variants of a value, only the one counts whose type it has
        var byVariant = messages.stream()
                .filter(message -> variant(message) != null)
                .collect(Collectors.groupingBy(RecordCheck::variant));
        var faults = new TreeSet<String>();
        messages.stream().filter(message -> variant(message) == null).forEach(message -> faults.add(text(message)));
        var right = byVariant.entrySet().stream()
                .filter(variant -> variant.getValue().stream().noneMatch(RecordCheck::isOtherType))
                .map(Map.Entry::getValue)
                .flatMap(Collection::stream)
                .toList();
        right.forEach(message -> faults.add(text(message)));
        if (right.isEmpty() && !byVariant.isEmpty()) {
            var types = messages.stream()
                    .filter(RecordCheck::isOtherType)
                    .filter(message -> message.getArguments().length > 0)
                    .map(message -> String.valueOf(message.getArguments()[0]))
                    .collect(Collectors.toCollection(TreeSet::new));
            var field = messages.stream()
                    .filter(RecordCheck::isOtherType)
                    .map(message -> field(message))
                    .findFirst()
                    .orElse("type");
            faults.add(field + ": must be one of " + String.join(", ", types));
        }
        return List.copyOf(faults);
    }

    /// The path of the variant in the schema that a message is about, null when it is about none.
    private static @Nullable String variant(ValidationMessage message) {
        var path = message.getEvaluationPath().toString();
        var begin = path.lastIndexOf(".anyOf[");
        return begin < 0 ? null : path.substring(0, path.indexOf(']', begin) + 1);
    }

    private static boolean isOtherType(ValidationMessage message) {
        return field(message).endsWith("type") && message.getType().equals("const");
    }

    private static String text(ValidationMessage message) {
        var location = message.getInstanceLocation().toString();
        return field(message) + ": " + message.getMessage().replaceFirst("^" + Pattern.quote(location) + ": ", "");
    }

    private static String field(ValidationMessage message) {
        var field = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
        return field.isEmpty() ? "value" : field;
    }

    private boolean isKnown(String name) {
        return known().contains(name);
    }

    /// The fields of the type, and of all its variants.
    private Collection<String> known() {
        var names = new TreeSet<String>();
        definition.path("properties").fieldNames().forEachRemaining(names::add);
        for (var variant : definition.path("anyOf")) {
            var reference = variant.path("$ref").asText().replaceFirst("^#", "");
            definition.at(reference).path("properties").fieldNames().forEachRemaining(names::add);
        }
        return names;
    }
}
