package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;

/// Where the bytes of an upload are. Above a small inline limit bytes never travel through Kafka.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.Staged.class, name = "staged"),
    @JsonSubTypes.Type(value = Source.StoredObject.class, name = "object"),
    @JsonSubTypes.Type(value = Source.Url.class, name = "url"),
    @JsonSubTypes.Type(value = Source.Inline.class, name = "inline"),
})
public sealed interface Source {

    /// A blob that `ingest-api` wrote for this upload alone. It becomes the image's blob, or is removed.
    ///
    /// @param binaryHash SHA-1 of its bytes, computed while they arrived
    /// @param size       its length in bytes
    record Staged(BlobKey key, BinaryHash binaryHash, long size) implements Source {}

    /// An object somebody else put into the store. It is copied and left as it is.
    record StoredObject(BlobKey key) implements Source {}

    /// An http or https address, fetched by the processor.
    record Url(String url) implements Source {
        /// Longest address, in characters.
        public static final int MAX_LENGTH = 8_192;

        public Url {
            if (url.isBlank() || url.length() > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "a URL has 1 to " + MAX_LENGTH + " characters, but this has " + url.length());
            }
        }
    }

    /// The bytes themselves, base64 in JSON.
    record Inline(Bytes bytes) implements Source {
        /// Most bytes that may travel inside a command.
        public static final int MAX_BYTES = 512 * 1024;

        public Inline {
            if (bytes.size() > MAX_BYTES) {
                throw new IllegalArgumentException("inline bytes are limited to " + MAX_BYTES + ", but these are "
                        + bytes.size() + ": put the file into the store or behind a URL");
            }
        }
    }
}
