package io.sluice.view;

import io.sluice.command.Door;
import io.sluice.operation.OperationId;
import org.jspecify.annotations.Nullable;

/// The request for one upload, as far as its command says.
///
/// @param name           file name that the client gave, if any
/// @param source         location of the bytes; null in a malformed command
/// @param replayOf       the rejected operation that is tried again
/// @param receivedMillis milliseconds in which the API received the file
public record UploadRequest(
        Door door,
        @Nullable String name,
        @Nullable SourceReference source,
        @Nullable OperationId replayOf,
        @Nullable Long receivedMillis) {

    private static final int MAX_TITLE = 1_000;

    /// The location of the bytes of an upload, without bytes inside the command.
    ///
    /// @param type kind of source: `staged`, `object`, `url` or `inline`
    /// @param key  key of the object, where there is one
    /// @param url  the URL, where there is one
    /// @param size length in bytes, where it is known
    public record SourceReference(
            String type,
            @Nullable String key,
            @Nullable String url,
            @Nullable Long size) {}

    /// Returns the file name or, without one, the location of the file.
    public @Nullable String title() {
        if (name != null) {
            return name;
        }
        var location = source == null || source.type().equals("staged")
                ? null
                : source.url() != null ? source.url() : source.key();
        return location == null || location.length() <= MAX_TITLE ? location : location.substring(0, MAX_TITLE);
    }
}
