package io.sluice.imaging.heif;

import io.sluice.command.Rejection;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.IsoBox;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A parser of HEIC, HEIF and AVIF: single images, collections and sequences (ISO/IEC 23008-12; AV1 Image
/// File Format).
///
/// Coded data is not decoded, so an alpha channel counts as used. EXIF orientation has no effect in these
/// formats; the properties `irot` and `imir` define the orientation.
public final class HeifParser implements FormatParser {

    /// Major brands of files whose main content is a sequence.
    private static final Set<Integer> SEQUENCES = Set.of(
            ByteReader.code("avis"),
            ByteReader.code("msf1"),
            ByteReader.code("hevc"),
            ByteReader.code("hevx"),
            ByteReader.code("hevm"),
            ByteReader.code("hevs"));

    /// Boxes of a file (ISO/IEC 14496-12, table 1).
    private static final Set<String> BOXES = Set.of(
            "ftyp", "meta", "mini", "mdat", "moov", "moof", "mfra", "free", "skip", "uuid", "idat", "sidx", "styp",
            "pdin", "meco");

    private static final int DEFAULT_BITS = 8;

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        in.seek(8);
        int brand = in.i32();
        @Nullable IsoBox meta = null;
        @Nullable IsoBox movie = null;
        in.seek(0);
        for (var box = next(in); box != null; box = next(in)) {
            if (box.is("mini")) {
                throw new Refusal(new Rejection.UnsupportedFormat("a HEIF image with a \"mini\" box"));
            }
            if (box.is("meta") && meta == null) {
                meta = box;
            } else if (box.is("moov") && movie == null) {
                movie = box;
            }
            in.seek(box.end());
        }
        if (movie != null && (meta == null || SEQUENCES.contains(brand))) {
            return sequence(in, movie, limits);
        }
        if (meta == null) {
            throw in.corrupt("it has neither images (meta) nor a sequence (moov)");
        }
        return stillImage(in, HeifItems.read(in, meta), limits);
    }

    private static @Nullable IsoBox next(ByteReader in) throws Refusal, IOException {
        return IsoBox.nextOfFile(in, BOXES);
    }

    private static Identified stillImage(ByteReader in, HeifItems items, ImageLimits limits)
            throws Refusal, IOException {
        long primary = items.primary();
        var properties = items.propertiesOf(primary);
        var size = Dimensions.check(in.format(), properties.width(), properties.height(), limits);
        int bits = properties.bits();
        // A grid or overlay may omit the properties of its parts.
        if (bits == 0 && !items.partsOf(primary).isEmpty()) {
            bits = items.propertiesOf(items.partsOf(primary).getFirst()).bits();
        }
        return new Identified(
                in.format(),
                size.width(),
                size.height(),
                false,
                items.images(),
                properties.orientation(),
                new Pixels(
                        !items.hasAlpha(primary),
                        bits == 0 ? DEFAULT_BITS : bits,
                        properties.monochrome() ? "gray" : "rgb",
                        properties.icc()));
    }

    private static Identified sequence(ByteReader in, IsoBox movie, ImageLimits limits) throws Refusal, IOException {
        var sequence = HeifSequence.read(in, movie);
        var size = Dimensions.check(in.format(), sequence.width(), sequence.height(), limits);
        return new Identified(
                in.format(),
                size.width(),
                size.height(),
                sequence.frames() > 1,
                sequence.frames(),
                1,
                new Pixels(
                        !sequence.alpha(),
                        sequence.bits() == 0 ? DEFAULT_BITS : sequence.bits(),
                        "rgb",
                        sequence.icc()));
    }
}
