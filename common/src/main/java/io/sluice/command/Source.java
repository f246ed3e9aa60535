package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;

/// The location of the bytes of an upload. Bytes are inside the command only below a small limit.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.Staged.class, name = "staged"),
    @JsonSubTypes.Type(value = Source.StoredObject.class, name = "object"),
    @JsonSubTypes.Type(value = Source.Url.class, name = "url"),
    @JsonSubTypes.Type(value = Source.Inline.class, name = "inline"),
})
public sealed interface Source {

    /// A staged blob: written by `ingest-api` for this upload alone. It becomes the image's blob, or is
    /// deleted.
    ///
    /// @param binaryHash SHA-1 of its bytes, computed while they were received
    /// @param size       length in bytes
    record Staged(BlobKey key, BinaryHash binaryHash, long size) implements Source {}

    /// An existing object that a producer put into the store. It is copied and left unchanged.
    record StoredObject(BlobKey key) implements Source {}

    /// An http or https address, fetched by the processor.
    record Url(String url) implements Source {
        /// Maximum length of a URL, in characters.
        public static final int MAX_LENGTH = 8_192;

        public Url {
            if (url.isBlank() || url.length() > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "a URL has 1 to " + MAX_LENGTH + " characters, but this has " + url.length());
            }
        }
    }

    /// Bytes inside the command, base64 in JSON.
    record Inline(Bytes bytes) implements Source {
        /// Maximum number of bytes inside a command.
        public static final int MAX_BYTES = 512 * 1024;

        public Inline {
            if (bytes.size() > MAX_BYTES) {
                throw new IllegalArgumentException("inline bytes are limited to " + MAX_BYTES + ", but these are "
                        + bytes.size() + ": put the file into the store or behind a URL");
            }
        }
    }
}
