package io.sluice.imaging.identify;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.read.Magic;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// The format according to the first bytes of a file.
public sealed interface Signature {

    /// A supported format, to be confirmed by its parser.
    record Known(ImageFormat format) implements Signature {}

    /// An unsupported format; `seen` describes it.
    record Unknown(String seen) implements Signature {}

    /// Detects the format of a file from its head, which has at least one byte.
    static Signature of(byte[] head, long size) {
        if (Magic.hex(head, 0, "89504E470D0A1A0A")) {
            return new Known(ImageFormat.PNG);
        }
        if (Magic.hex(head, 0, "FFD8")) {
            return new Known(ImageFormat.JPEG);
        }
        if (Magic.text(head, 0, "GIF87a") || Magic.text(head, 0, "GIF89a")) {
            return new Known(ImageFormat.GIF);
        }
        if (Magic.text(head, 0, "RIFF") && Magic.text(head, 8, "WEBP")) {
            return new Known(ImageFormat.WEBP);
        }
        if (tiff(head)) {
            return new Known(ImageFormat.TIFF);
        }
        if (Magic.text(head, 0, "8BPS")) {
            return new Known(ImageFormat.PSD);
        }
        if (Magic.hex(head, 0, "FF0A") || Magic.hex(head, 0, "0000000C4A584C200D0A870A")) {
            return new Known(ImageFormat.JXL);
        }
        if (Magic.text(head, 4, "ftyp")) {
            return FileTypeBrands.of(head);
        }
        if (Magic.hex(head, 0, "C5D0D3C6") || Magic.text(head, 0, "%!PS")) {
            return new Known(ImageFormat.EPS);
        }
        if (Magic.hex(head, 0, "1F8B")) {
            return new Known(ImageFormat.SVG);
        }
        for (var other : KnownFiles.ALL) {
            if (other.matches(head)) {
                return new Unknown(other.description());
            }
        }
        // ISO 32000-2, 7.5.2 and its annex on readers: the header may follow up to 1,024 other bytes.
        if (new String(head, 0, Math.min(head.length, 1024), StandardCharsets.ISO_8859_1).contains("%PDF-")) {
            return new Known(ImageFormat.PDF);
        }
        return markupOrUnknown(head, size);
    }

    private static boolean tiff(byte[] head) {
        return Magic.hex(head, 0, "49492A00")
                || Magic.hex(head, 0, "4D4D002A")
                || Magic.hex(head, 0, "49492B00")
                || Magic.hex(head, 0, "4D4D002B");
    }

    private static Signature markupOrUnknown(byte[] head, long size) {
        String start = decoded(head).stripLeading();
        String lower = start.substring(0, Math.min(start.length(), 256)).toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            return new Unknown("an HTML document");
        }
        if (lower.length() > 1 && lower.charAt(0) == '<' && beginsMarkup(lower.charAt(1))) {
            return new Known(ImageFormat.SVG);
        }
        if (isText(start)) {
            return new Unknown("plain text that begins with \"" + printable(start) + "\"");
        }
        int shown = Math.min(head.length, 8);
        return new Unknown("unknown binary data, " + size + " bytes that begin with 0x"
                + HexFormat.of().withUpperCase().formatHex(head, 0, shown));
    }

    private static boolean beginsMarkup(char c) {
        return Character.isLetter(c) || "!?:_".indexOf(c) >= 0;
    }

    /// Decodes the head as text: as UTF-16 with a byte order mark or with zero bytes around the first `<`,
    /// otherwise as Latin 1.
    private static String decoded(byte[] head) {
        if (Magic.hex(head, 0, "FEFF") || Magic.hex(head, 0, "003C")) {
            return strip(new String(head, StandardCharsets.UTF_16BE));
        }
        if (Magic.hex(head, 0, "FFFE") || Magic.hex(head, 0, "3C00")) {
            return strip(new String(head, StandardCharsets.UTF_16LE));
        }
        int start = Magic.hex(head, 0, "EFBBBF") ? 3 : 0;
        return new String(head, start, head.length - start, StandardCharsets.ISO_8859_1);
    }

    private static String strip(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isText(String start) {
        return !start.isEmpty()
                && start.chars()
                        .noneMatch(c -> c == 0x7F || (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f'));
    }

    private static String printable(String start) {
        String line = start.lines().findFirst().orElse("").strip();
        return line.length() > 40 ? line.substring(0, 40) + "…" : line;
    }

    /// Files that are often sent instead of images, so that the refusal can name their format.
    record KnownFile(int offset, String hex, String description) {
        boolean matches(byte[] head) {
            return Magic.hex(head, offset, hex);
        }
    }

    /// The list of [KnownFile]s, most specific first.
    final class KnownFiles {

        static final List<KnownFile> ALL = List.of(
                file("424D", "a BMP image; convert it to PNG first"),
                file("00000100", "an ICO icon"),
                file("00000200", "a CUR cursor"),
                file("0000000C6A5020200D0A870A", "a JPEG 2000 image"),
                file("FF4FFF51", "a JPEG 2000 codestream"),
                file("4949BC01", "a JPEG XR image"),
                file("8A4D4E470D0A1A0A", "an MNG animation"),
                file("8B4A4E470D0A1A0A", "a JNG image"),
                file("504E470D0A1A0A", "a PNG image whose first byte is missing"),
                new KnownFile(1, "504E47", "a PNG image whose signature is damaged"),
                file("762F3101", "an OpenEXR image"),
                file("233F52414449414E4345", "a Radiance HDR image"),
                file("44445320", "a DDS texture"),
                file("67696D7020786366", "a GIMP XCF document"),
                file("716F6966", "a QOI image"),
                file("464C4946", "a FLIF image"),
                file("425047FB", "a BPG image"),
                file("49495200", "a Panasonic raw photo"),
                file("4949524F", "an Olympus raw photo"),
                file("49495500", "a Panasonic raw photo"),
                file("464F564262", "a Sigma raw photo"),
                file("46554A4946494C4D", "a Fujifilm raw photo"),
                file("D7CDC69A", "a Windows metafile"),
                file("504B0304", "a ZIP archive (or an Office or OpenDocument file)"),
                file("504B0506", "an empty ZIP archive"),
                file("526172211A07", "a RAR archive"),
                file("377ABCAF271C", "a 7-Zip archive"),
                file("425A68", "bzip2-compressed data"),
                file("FD377A585A00", "xz-compressed data"),
                file("28B52FFD", "Zstandard-compressed data"),
                new KnownFile(257, "7573746172", "a tar archive"),
                file("7F454C46", "an ELF executable"),
                file("4D5A", "a Windows executable"),
                file("CAFEBABE", "a Java class or Mach-O executable"),
                file("CFFAEDFE", "a Mach-O executable"),
                file("2321", "a script"),
                file("1A45DFA3", "a Matroska or WebM video"),
                file("4F676753", "an Ogg file"),
                file("52494646", "a RIFF file that is not WebP (AVI, WAV)"),
                file("494433", "an MP3 file"),
                file("464C5601", "a Flash video"),
                file("435753", "a Flash animation"),
                file("465753", "a Flash animation"),
                file("D0CF11E0A1B11AE1", "a legacy Microsoft Office document"),
                file("7B5C727466", "an RTF document"),
                file("53514C69746520666F726D6174", "an SQLite database"),
                file("774F4646", "a WOFF font"),
                file("774F4632", "a WOFF2 font"),
                file("4F54544F", "an OpenType font"));

        private KnownFiles() {}

        private static KnownFile file(String hex, String description) {
            return new KnownFile(0, hex, description);
        }
    }
}
