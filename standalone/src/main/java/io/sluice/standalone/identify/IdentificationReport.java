package io.sluice.standalone.identify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sluice.imaging.Identification;
import org.jspecify.annotations.Nullable;

/// One identified file as a line of JSON: either the properties of the image, or `code` and `message` of its
/// refusal. The fields of the other case are absent.
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonPropertyOrder({"file", "format", "mimetype", "width", "height"})
record IdentificationReport(
        String file,
        @Nullable String format,
        @Nullable String mimetype,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Boolean opaque,
        @Nullable Boolean animated,
        @Nullable Integer frames,
        @Nullable Integer orientation,
        @Nullable Integer bitDepth,
        @Nullable String colorSpace,
        @Nullable Boolean icc,
        @Nullable String code,
        @Nullable String message) {

    /// Creates the report of an examined file.
    ///
    /// @param file name of the file in the report
    static IdentificationReport of(String file, Identification identification) {
        return switch (identification) {
            case Identification.Identified image ->
                new IdentificationReport(
                        file,
                        image.format().extension(),
                        image.format().mediaType(),
                        image.width(),
                        image.height(),
                        image.pixels().opaque(),
                        image.animated(),
                        image.frames(),
                        image.orientation(),
                        image.pixels().bitDepth(),
                        image.pixels().colorSpace(),
                        image.pixels().icc(),
                        null,
                        null);
            case Identification.Refused(var reason) -> failed(file, reason.code(), reason.message());
        };
    }

    /// Creates the report of a file that was not identified, with the reason.
    static IdentificationReport failed(String file, String code, String message) {
        return new IdentificationReport(
                file, null, null, null, null, null, null, null, null, null, null, null, code, message);
    }
}
