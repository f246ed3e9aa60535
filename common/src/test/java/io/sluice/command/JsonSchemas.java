package io.sluice.command;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.sluice.image.BinaryHash;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageHash;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Json;
import io.sluice.operation.CommandId;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A generator of JSON Schemas for the records on public topics, for producers in other languages.
final class JsonSchemas {

    /// Records with optional fields that are not nullable, because they have defaults.
    private static final Map<Class<?>, Set<String>> REQUIRED = Map.of(
            UploadCommand.class,
            Set.of("operation", "organization", "source"),
            UploadOptions.class,
            Set.of(),
            ImageDescription.class,
            Set.of(),
            CopyCommand.Copy.class,
            Set.of("operation", "source", "destination", "hashes"),
            CopyCommand.CopyAll.class,
            Set.of("operation", "source", "destination"),
            CopyCommand.DeleteAll.class,
            Set.of("operation", "organization"),
            Job.Run.class,
            Set.of());

    private static final SchemaGenerator GENERATOR = generator();

    private JsonSchemas() {}

    static String of(Class<?> type) {
        var schema = GENERATOR.generateSchema(type);
        sortProperties(schema);
        return schema.toPrettyString() + "\n";
    }

    /// Sorts properties by name, whatever record groups them; the type of a variant comes last.
    private static void sortProperties(JsonNode schema) {
        if (schema.get("properties") instanceof ObjectNode properties) {
            var byName = Comparator.comparing(
                            (String name) -> properties.get(name).has("const"))
                    .thenComparing(Comparator.naturalOrder());
            var sorted = new TreeMap<String, JsonNode>(byName);
            properties.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
            if (schema.get("required") instanceof ArrayNode required) {
                var names = new TreeSet<String>(byName);
                required.forEach(name -> names.add(name.asText()));
                required.removeAll();
                names.forEach(required::add);
            }
            properties.removeAll();
            sorted.forEach(properties::set);
        }
        schema.forEach(JsonSchemas::sortProperties);
    }

    private static SchemaGenerator generator() {
        var builder = new SchemaGeneratorConfigBuilder(
                        Json.MAPPER, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE,
                        JacksonOption.INLINE_TRANSFORMED_SUBTYPES,
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        builder.forFields()
                .withPropertyNameOverrideResolver(
                        field -> PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(field.getDeclaredName()))
                .withRequiredCheck(JsonSchemas::isRequired);
        builder.forTypesInGeneral()
                .withCustomDefinitionProvider((type, context) -> Optional.ofNullable(valueSchema(type))
                        .map(schema -> new CustomDefinition(schema, true))
                        .orElse(null));
        return new SchemaGenerator(builder.build());
    }

    private static boolean isRequired(FieldScope field) {
        var record = field.getRawMember().getDeclaringClass();
        var required = REQUIRED.get(record);
        return required != null
                ? required.contains(field.getDeclaredName())
                : !field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /// Returns the schema of a type that is a plain value in JSON, null for others.
    private static @Nullable ObjectNode valueSchema(ResolvedType resolved) {
        var type = resolved.getErasedType();
        if (type == UserMetadata.class) {
            return metadata(type).set("additionalProperties", json("""
                    {"type":["string","number","boolean","array"],"items":{"type":"string"}}"""));
        }
        if (type == DynamicMetadata.class) {
            return metadata(type).set("additionalProperties", json("{\"type\":\"object\"}"));
        }
        if (type == Bytes.class) {
            return string().put("contentEncoding", "base64");
        }
        if (type == Instant.class) {
            return string().put("format", "date-time");
        }
        if (type == Duration.class) {
            return string().put("format", "duration");
        }
        if (type == UUID.class) {
            return string().put("format", "uuid");
        }
        var components = type.getRecordComponents();
        return components != null && components.length == 1 && isValue(type, components[0])
                ? wrapper(type, components[0])
                : null;
    }

    private static boolean isValue(Class<?> type, RecordComponent component) {
        return Arrays.stream(type.getDeclaredFields())
                .anyMatch(field ->
                        field.getName().equals(component.getName()) && field.isAnnotationPresent(JsonValue.class));
    }

    private static ObjectNode wrapper(Class<?> type, RecordComponent component) {
        if (component.getType() == UUID.class) {
            return string().put("format", "uuid");
        }
        if (type == CommandId.class) {
            return string();
        }
        var hash = Set.of(BinaryHash.class, ImageHash.class).contains(type);
        return string().put("pattern", hash ? "^[0-9a-f]{40}$" : whole(pattern(type, "VALID")));
    }

    private static ObjectNode metadata(Class<?> type) {
        var schema = Json.MAPPER.createObjectNode().put("type", "object");
        schema.putObject("propertyNames").put("pattern", whole(pattern(type, "NAME")));
        return schema;
    }

    /// Returns the pattern with which the type validates itself, so that the schema cannot differ.
    private static String pattern(Class<?> type, String field) {
        try {
            var declared = type.getDeclaredField(field);
            declared.setAccessible(true);
            return ((Pattern) declared.get(null)).pattern();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no pattern " + field, e);
        }
    }

    private static String whole(String pattern) {
        return "^(?:" + pattern + ")$";
    }

    private static ObjectNode string() {
        return Json.MAPPER.createObjectNode().put("type", "string");
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
