package io.sluice.standalone.identify;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification;
import io.sluice.imaging.Identification.Identified;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The expectations of a manifest about one file. Fields that are absent or listed in `disputed` are not
/// compared.
///
/// @param file         path relative to the directory of the manifest
/// @param expect       whether the file must be accepted, must be rejected, or may be either; default:
///                     accepted
/// @param formatAlso   other acceptable names of the format
/// @param mimetypeAlso other acceptable media types
/// @param dimsAlso     other acceptable pairs of width and height
/// @param pages        number of pages or frames
/// @param disputed     names of fields without a known correct value
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
record Expectation(
        String file,
        @Nullable String expect,
        @Nullable String format,
        @Nullable List<String> formatAlso,
        @Nullable String mimetype,
        @Nullable List<String> mimetypeAlso,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable List<List<Integer>> dimsAlso,
        @Nullable Boolean opaque,
        @Nullable Boolean animated,
        @Nullable Integer pages,
        @Nullable Integer orientation,
        @Nullable Colour colour,
        @Nullable List<String> disputed) {

    /// @param mode any text that contains the name of the color space
    /// @param bits bits a sample
    /// @param icc  whether a profile is embedded
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Colour(
            @Nullable String mode,
            @Nullable Integer bits,
            @Nullable Boolean icc) {}

    /// Formats of which other tools report some fields in another way; see docs/identify.md.
    private static final Set<ImageFormat> CODED = Set.of(ImageFormat.HEIC, ImageFormat.AVIF, ImageFormat.JXL);

    private static final String ACCEPT = "accept";
    private static final String REJECT = "reject";
    private static final String EITHER = "either";

    /// Reads a manifest: one JSON object a line.
    static List<Expectation> read(Path manifest) {
        var mapper = new ObjectMapper();
        var expectations = new ArrayList<Expectation>();
        try {
            var lines = Files.readAllLines(manifest);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    expectations.add(parse(mapper, lines.get(i), manifest + ", line " + (i + 1)));
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("the manifest " + manifest + " cannot be read: " + Sentence.of(e), e);
        }
        return expectations;
    }

    @SuppressWarnings("NullAway") // the parser may leave mandatory fields null
    private static Expectation parse(ObjectMapper mapper, String line, String place) {
        Expectation expectation;
        try {
            expectation = mapper.readValue(line, Expectation.class);
        } catch (IOException e) {
            throw new CommandFailure(place + ": " + e.getMessage(), e);
        }
        if (expectation.file == null) {
            throw new CommandFailure(place + ": \"file\" is missing");
        }
        if (!List.of(ACCEPT, REJECT, EITHER).contains(expectation.outcome())) {
            throw new CommandFailure(place + ": \"expect\" is accept, reject or either, not " + expectation.expect);
        }
        return expectation;
    }

    private String outcome() {
        return Objects.requireNonNullElse(expect, ACCEPT);
    }

    /// Returns the group in which this file is counted.
    String group() {
        return format == null ? "other" : format;
    }

    /// Returns the differences as sentences; empty when there are none.
    List<String> differences(Finding finding) {
        return switch (finding) {
            case Finding.Unreadable unreadable -> List.of(unreadable.reason());
            case Finding.Looked looked -> differences(looked.identification());
        };
    }

    private List<String> differences(Identification identification) {
        return switch (identification) {
            case Identification.Refused(var reason) ->
                outcome().equals(ACCEPT) ? List.of("refused: " + reason.message()) : List.of();
            case Identified image ->
                outcome().equals(REJECT)
                        ? List.of("accepted as " + image.format().extension() + " of " + image.width() + " × "
                                + image.height() + ", but should be refused")
                        : differences(image);
        };
    }

    private List<String> differences(Identified image) {
        var differences = new Differences();
        differences.compare("format", format, formatAlso, image.format().extension());
        differences.compare("mimetype", mimetype, mimetypeAlso, image.format().mediaType());
        if (dimsAlso == null || !dimsAlso.contains(List.of(image.width(), image.height()))) {
            differences.compare("width", width, null, image.width());
            differences.compare("height", height, null, image.height());
        }
        if (!declaredAlpha(image)) {
            differences.compare("opaque", opaque, null, image.pixels().opaque());
        }
        differences.compare("animated", animated, null, image.animated());
        differences.compare("pages", pages, null, image.frames());
        if (!orientedByContainer(image)) {
            differences.compare("orientation", orientation, null, image.orientation());
        }
        if (colour != null) {
            differences.compare("colour.bits", colour.bits, null, image.pixels().bitDepth());
            if (!(image.format() == ImageFormat.JXL && !image.pixels().icc())) { // decoders generate one
                differences.compare(
                        "colour.icc", colour.icc, null, image.pixels().icc());
            }
            boolean decodedToRgb = CODED.contains(image.format())
                    && image.pixels().colorSpace().equals("gray");
            if (colour.mode != null && !colour.mode.contains(image.pixels().colorSpace()) && !decodedToRgb) {
                differences.compare(
                        "colour.mode", colour.mode, null, image.pixels().colorSpace());
            }
        }
        return differences.sentences;
    }

    /// Whether alpha is only declared: the samples of these formats are not decoded, so that only "opaque" is
    /// certain.
    private boolean declaredAlpha(Identified image) {
        return CODED.contains(image.format())
                && Boolean.TRUE.equals(opaque)
                && !image.pixels().opaque();
    }

    /// Whether the container rotates the image, for which tools that report EXIF return 1.
    private boolean orientedByContainer(Identified image) {
        return CODED.contains(image.format()) && Integer.valueOf(1).equals(orientation);
    }

    private final class Differences {
        private final List<String> sentences = new ArrayList<>();

        private <T> void compare(String field, @Nullable T expected, @Nullable List<T> also, T seen) {
            boolean same = expected == null
                    || expected.equals(seen)
                    || (also != null && also.contains(seen))
                    || (disputed != null && disputed.contains(field));
            if (!same) {
                sentences.add(field + " is " + seen + ", expected " + expected);
            }
        }
    }
}
