package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.image.ImageFormat;
import org.jspecify.annotations.Nullable;

/// The options of an upload.
///
/// @param isProtected    whether downloads require a role of their own
/// @param optimizeSource target format of TIFF and PSD; other formats are stored as received
/// @param strict         whether a file that cannot be converted is rejected; otherwise it is stored as
///                       received
/// @param bulk           whether the upload waits while others do, as one of a large import
@JsonPropertyOrder({"protected", "optimizeSource", "optimize_source_strict", "bulk"})
public record UploadOptions(
        @JsonProperty("protected") boolean isProtected,
        OptimizeSource optimizeSource,

        @JsonProperty("optimize_source_strict") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean strict,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean bulk) {

    public static final UploadOptions NONE = new UploadOptions(false, OptimizeSource.NONE);

    @JsonCreator
    public UploadOptions(
            @JsonProperty("protected") boolean isProtected,
            @Nullable OptimizeSource optimizeSource,
            @JsonProperty("optimize_source_strict") boolean strict,
            @JsonProperty("bulk") boolean bulk) {
        this.isProtected = isProtected;
        this.optimizeSource = optimizeSource == null ? OptimizeSource.NONE : optimizeSource;
        this.strict = strict;
        this.bulk = bulk;
    }

    public UploadOptions(boolean isProtected, OptimizeSource optimizeSource) {
        this(isProtected, optimizeSource, false, false);
    }

    /// Returns whether bytes of this format are converted; only TIFF and PSD are.
    public boolean converts(ImageFormat format) {
        return optimizeSource != OptimizeSource.NONE && (format == ImageFormat.TIFF || format == ImageFormat.PSD);
    }

    /// The conversion of TIFF and PSD originals, as selected by `optimize_source`.
    public enum OptimizeSource {
        /// No conversion.
        @JsonProperty("none")
        NONE,
        /// Lossless conversion to PNG.
        @JsonProperty("png")
        PNG,
        /// Conversion to high-quality JPEG, or to WebP when a pixel is not opaque.
        @JsonProperty("jpg")
        JPEG
    }
}
