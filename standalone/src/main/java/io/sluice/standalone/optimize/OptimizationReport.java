package io.sluice.standalone.optimize;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.standalone.terminal.Units;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The report of a conversion, as a line of JSON or a sentence.
///
/// @param file        the converted file, of `format` and `size` bytes
/// @param optimized   the written file, of `optimizedFormat` and `optimizedSize` bytes
/// @param pixelDigest as in [Conversion.Converted]
/// @param notes       sentences about what was changed or lost
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonPropertyOrder({
    "file",
    "format",
    "size",
    "optimized",
    "optimized_format",
    "optimized_size",
    "width",
    "height",
    "opaque",
    "pixel_digest",
    "notes"
})
record OptimizationReport(
        String file,
        ImageFormat format,
        long size,
        String optimized,
        ImageFormat optimizedFormat,
        long optimizedSize,
        int width,
        int height,
        boolean opaque,
        String pixelDigest,
        List<String> notes) {

    static OptimizationReport of(Path in, long size, ImageFormat format, Path out, Conversion.Converted made) {
        return new OptimizationReport(
                in.toString(),
                format,
                size,
                out.toString(),
                made.format(),
                made.bytes(),
                made.width(),
                made.height(),
                made.opaque(),
                made.pixelDigest(),
                made.notes());
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%s: %s, %d × %d, %s → %s: %s, %s, %s",
                file,
                format,
                width,
                height,
                Units.bytes(size),
                optimized,
                optimizedFormat,
                Units.bytes(optimizedSize),
                size == 0 ? "" : String.format(Locale.ROOT, "%.0f %% of the size", 100.0 * optimizedSize / size));
    }
}
