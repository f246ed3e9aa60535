package io.sluice.ingest.upload.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.Rejection;
import io.sluice.command.Rejection.MalformedMetadata;
import io.sluice.command.UploadOptions;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.UserMetadata;
import io.sluice.ingest.upload.form.FieldName;
import io.sluice.ingest.upload.form.FieldValue;
import io.sluice.ingest.wire.ProblemException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The settings of one file, collected from the fields of a form in the order of their arrival.
final class PartSettings {

    private final int index;
    private final ObjectNode userMetadata = JsonNodeFactory.instance.objectNode();
    private final ObjectNode dynamicMetadata = JsonNodeFactory.instance.objectNode();
    private boolean isProtected;
    private boolean bulk;
    private @Nullable OptimizeSource optimizeSource;
    private @Nullable Boolean strict;

    PartSettings(int index) {
        this.index = index;
    }

    /// Applies one field.
    ///
    /// @throws IllegalArgumentException with a message about `value` for the client
    void add(FieldName name, String value) {
        switch (name.kind()) {
            case URL -> throw new IllegalStateException("a URL is not a setting");
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
            case OPTIMIZE_SOURCE_STRICT -> strict = FieldValue.flag(FieldValue.word(value));
        }
    }

    /// Returns the user metadata.
    /// @throws ProblemException when the metadata as a whole is invalid or too long
    UserMetadata userMetadata() {
        var metadata = metadata("meta_user", userMetadata, fields -> new UserMetadata(fields).requirePossible());
        requireAtMost(UserMetadata.MAX_LENGTH, "meta_user", metadata.length());
        return metadata;
    }

    /// Returns the dynamic metadata.
    /// @throws ProblemException when the metadata as a whole is invalid or too long
    DynamicMetadata dynamicMetadata() {
        var metadata = metadata("meta_dynamic", dynamicMetadata, DynamicMetadata::new);
        requireAtMost(DynamicMetadata.MAX_LENGTH, "meta_dynamic", metadata.length());
        return metadata;
    }

    /// Returns the upload options.
    /// @param defaultOptimization the optimization of the whole request
    /// @param defaultStrict       whether it is strict for the whole request
    UploadOptions options(OptimizeSource defaultOptimization, boolean defaultStrict) {
        return new UploadOptions(
                isProtected,
                optimizeSource == null ? defaultOptimization : optimizeSource,
                strict == null ? defaultStrict : strict,
                bulk);
    }

    /// Applies a supported option; ignores all others.
    private void option(String name, JsonNode value) {
        switch (name) {
            case "protected" -> isProtected = FieldValue.flag(value);
            case "optimize_source" -> optimizeSource = FieldValue.optimizeSource(value);
            case "optimize_source_strict" -> strict = FieldValue.flag(value);
            case "bulk" -> bulk = FieldValue.flag(value);
            default -> {
                // published clients send options that have no effect here
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

    /// Checks the length. The catalog would reject excess metadata too, but such a command would not fit on
    /// the topic.
    private void requireAtMost(int limit, String field, long length) {
        if (length > limit) {
            throw malformed(field, MalformedMetadata.lengthLimit(limit, "it") + ", but these are " + length);
        }
    }

    private ProblemException malformed(String field, String detail) {
        return new ProblemException(new Rejection.MalformedMetadata(field + '[' + index + ']', detail));
    }
}
