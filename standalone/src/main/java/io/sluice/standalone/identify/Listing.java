package io.sluice.standalone.identify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Refused;
import java.nio.file.Path;
import java.util.Locale;

/// The output format of findings: a line for each file, as soon as it is known.
sealed interface Listing {

    /// The code for a file that cannot be read, in addition to the codes of rejections.
    String UNREADABLE = "unreadable";

    /// Returns the header line; empty when there is none.
    String header();

    String line(Finding finding);

    /// One JSON object a line. Plain ASCII, so that the output is independent of the locale.
    final class JsonLines implements Listing {

        private final ObjectWriter writer = new ObjectMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

        @Override
        public String header() {
            return "";
        }

        @Override
        public String line(Finding finding) {
            var file = finding.file().toString();
            var report = switch (finding) {
                case Finding.Looked looked -> IdentificationReport.of(file, looked.identification());
                case Finding.Unreadable unreadable ->
                    IdentificationReport.failed(file, UNREADABLE, unreadable.reason());
            };
            try {
                return writer.writeValueAsString(report);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("cannot write as JSON: " + report, e);
            }
        }
    }

    /// Columns of fixed width. The name is last because it may be long.
    final class Columns implements Listing {

        @Override
        public String header() {
            return row("format", "size", "opaque", "frames", "turn", "bits", "colours", "icc", "file");
        }

        @Override
        public String line(Finding finding) {
            return switch (finding) {
                case Finding.Looked(var file, Identified image) ->
                    row(
                            image.format().extension(),
                            image.width() + " × " + image.height(),
                            image.pixels().opaque() ? "yes" : "no",
                            (image.animated() ? "▸" : "") + image.frames(),
                            image.orientation(),
                            image.pixels().bitDepth(),
                            image.pixels().colorSpace(),
                            image.pixels().icc() ? "yes" : "no",
                            file);
                case Finding.Looked(var file, Refused(var reason)) -> refused(file, reason.code(), reason.message());
                case Finding.Unreadable(var file, var reason) -> refused(file, UNREADABLE, reason);
            };
        }

        private static String refused(Path file, String code, String message) {
            return "refused  %s\n         %s: %s".formatted(file, code, message);
        }

        private static String row(Object... cells) {
            return String.format(Locale.ROOT, "%-6s  %15s  %-6s  %6s  %4s  %4s  %-7s  %-3s  %s", cells);
        }
    }
}
