package io.sluice.imaging.identify;

import io.sluice.image.ImageFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The `ftyp` box at the start of files of the ISO base media family (ISO/IEC 14496-12, 4.3).
///
/// The relevant brands are those of HEIF (ISO/IEC 23008-12, annex B) and AVIF (AV1 Image File Format, 6 and
/// 7).
final class FileTypeBrands {

    private static final Set<String> AVIF = Set.of("avif", "avis", "avio");
    private static final Set<String> HEVC = Set.of("heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs");
    private static final Set<String> STRUCTURE = Set.of("mif1", "mif2", "mif3", "msf1", "miaf");

    private FileTypeBrands() {}

    /// @param head begins with a box of type `ftyp`
    static Signature of(byte[] head) {
        var brands = brands(head);
        if (brands.isEmpty()) {
            return new Signature.Unknown("an ISO media file that ends inside its ftyp box");
        }
        String major = brands.getFirst();
        if (AVIF.contains(major)) {
            return new Signature.Known(ImageFormat.AVIF);
        }
        if (HEVC.contains(major)) {
            return new Signature.Known(ImageFormat.HEIC);
        }
        if (STRUCTURE.contains(major)) {
            // mif1 and msf1 identify only the structure; the other brands identify the coding of the images.
            boolean avif =
                    brands.stream().anyMatch(AVIF::contains) && brands.stream().noneMatch(HEVC::contains);
            return new Signature.Known(avif ? ImageFormat.AVIF : ImageFormat.HEIC);
        }
        if (brands.stream().anyMatch(AVIF::contains)) {
            return new Signature.Known(ImageFormat.AVIF);
        }
        if (brands.stream().anyMatch(HEVC::contains) || brands.contains("mif1")) {
            return new Signature.Known(ImageFormat.HEIC);
        }
        return new Signature.Unknown(describe(major));
    }

    private static String describe(String major) {
        return switch (major) {
            case "jp2 ", "jpx ", "jpm ", "jph " -> "a JPEG 2000 image";
            case "crx " -> "a Canon CR3 raw photo";
            case "qt  " -> "a QuickTime video";
            default -> "an MP4 or other ISO media file of brand \"" + major.strip() + "\"";
        };
    }

    private static List<String> brands(byte[] head) {
        var brands = new ArrayList<String>();
        long declared = ByteBuffer.wrap(head).getInt() & 0xFFFF_FFFFL;
        int end = (int) Math.min(declared == 0 ? head.length : declared, head.length);
        for (int at = 8; at + 4 <= end; at += 4) {
            if (at != 12) { // the minor version sits between the major brand and the compatible ones
                brands.add(new String(head, at, 4, StandardCharsets.ISO_8859_1));
            }
        }
        return brands;
    }
}
