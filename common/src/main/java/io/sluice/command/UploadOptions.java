package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/// What an upload asks for beyond storing the bytes.
///
/// @param isProtected    downloads need a role of their own
/// @param optimizeSource what TIFF and PSD are converted to; other formats are left as they are
@JsonPropertyOrder({"protected", "optimizeSource"})
public record UploadOptions(@JsonProperty("protected") boolean isProtected, OptimizeSource optimizeSource) {

    public static final UploadOptions NONE = new UploadOptions(false, OptimizeSource.NONE);

    public UploadOptions(@JsonProperty("protected") boolean isProtected, @Nullable OptimizeSource optimizeSource) {
        this.isProtected = isProtected;
        this.optimizeSource = optimizeSource == null ? OptimizeSource.NONE : optimizeSource;
    }

    /// Recompression of TIFF and PSD originals, as `optimize_source` names it.
    public enum OptimizeSource {
        /// Store what came.
        @JsonProperty("none")
        NONE,
        /// Losslessly, as PNG.
        @JsonProperty("png")
        PNG,
        /// As high-quality JPEG, or WebP when a pixel is not opaque.
        @JsonProperty("jpg")
        JPEG
    }
}
