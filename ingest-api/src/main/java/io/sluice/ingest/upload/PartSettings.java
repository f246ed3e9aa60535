package io.sluice.ingest.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.Rejection;
import io.sluice.command.UploadOptions;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.UserMetadata;
import io.sluice.ingest.wire.ProblemException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the fields of a form say about one file, gathered field by field in the order in which they came.
final class PartSettings {

    private final int index;
    private final ObjectNode userMetadata = JsonNodeFactory.instance.objectNode();
    private final ObjectNode dynamicMetadata = JsonNodeFactory.instance.objectNode();
    private boolean isProtected;
    private @Nullable OptimizeSource optimizeSource;

    PartSettings(int index) {
        this.index = index;
    }

    /// Takes in one field.
    ///
    /// @throws IllegalArgumentException saying what is wrong with `value`
    void add(FieldName name, String value) {
        switch (name.kind()) {
            case URL -> throw new IllegalStateException("an address is no setting");
            case META_USER -> userMetadata.setAll(FieldValue.object(value));
            case META_DYNAMIC -> {
                if (name.member() == null) {
                    dynamicMetadata.setAll(FieldValue.object(value));
                } else {
                    dynamicMetadata.set(name.member(), FieldValue.object(value));
                }
            }
            case OPTIONS -> {
                if (name.member() == null) {
                    FieldValue.object(value).properties().forEach(option -> option(option.getKey(), option.getValue()));
                } else {
                    option(name.member(), FieldValue.word(value));
                }
            }
            case OPTIMIZE_SOURCE -> optimizeSource = FieldValue.optimizeSource(FieldValue.word(value));
        }
    }

    /// @throws ProblemException when the metadata as a whole is not valid, or more than an image can have
    UserMetadata userMetadata() {
        var metadata = metadata("meta_user", userMetadata, UserMetadata::new);
        requireAtMost(UserMetadata.MAX_LENGTH, "meta_user", metadata.length());
        return metadata;
    }

    /// @throws ProblemException when the metadata as a whole is not valid, or more than an image can have
    DynamicMetadata dynamicMetadata() {
        var metadata = metadata("meta_dynamic", dynamicMetadata, DynamicMetadata::new);
        requireAtMost(DynamicMetadata.MAX_LENGTH, "meta_dynamic", metadata.length());
        return metadata;
    }

    /// @param defaultOptimization what holds for the whole request
    UploadOptions options(OptimizeSource defaultOptimization) {
        return new UploadOptions(isProtected, optimizeSource == null ? defaultOptimization : optimizeSource);
    }

    /// Options that are not ours are left to others.
    private void option(String name, JsonNode value) {
        switch (name) {
            case "protected" -> isProtected = FieldValue.flag(value);
            case "optimize_source" -> optimizeSource = FieldValue.optimizeSource(value);
            default -> {
                // published clients know options that change nothing here
            }
        }
    }

    private <T> T metadata(String field, ObjectNode json, Function<SortedMap<String, JsonNode>, T> constructor) {
        var fields = new TreeMap<String, JsonNode>();
        json.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        try {
            return constructor.apply(fields);
        } catch (IllegalArgumentException e) {
            throw malformed(field, String.valueOf(e.getMessage()));
        }
    }

    /// The catalog would refuse it too, but a command with far too much does not get there: no topic takes it.
    private void requireAtMost(int limit, String field, long length) {
        if (length > limit) {
            throw malformed(field, "an image can have at most " + limit + " characters of it, but these are " + length);
        }
    }

    private ProblemException malformed(String field, String detail) {
        return new ProblemException(new Rejection.MalformedMetadata(field + '[' + index + ']', detail));
    }
}
