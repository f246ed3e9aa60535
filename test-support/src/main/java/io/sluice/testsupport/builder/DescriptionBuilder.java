package io.sluice.testsupport.builder;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.image.UserMetadata;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The part of a builder that sets how users describe an image: by default without name and metadata.
///
/// @param <B> type of the builder, which every setter returns
abstract class DescriptionBuilder<B extends DescriptionBuilder<B>> {

    private @Nullable String name;
    private UserMetadata userMetadata = UserMetadata.NONE;

    /// Returns this builder.
    abstract B self();

    public B name(@Nullable String value) {
        name = value;
        return self();
    }

    public B userMetadata(UserMetadata value) {
        userMetadata = value;
        return self();
    }

    /// Sets user metadata with one field, a text.
    public B userText(String field, String text) {
        return userMetadata(new UserMetadata(new TreeMap<>(Map.of(field, TextNode.valueOf(text)))));
    }

    @Nullable
    String name() {
        return name;
    }

    UserMetadata userMetadata() {
        return userMetadata;
    }
}
