package io.sluice.ingest.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.ImageFormat;
import io.sluice.image.SourceImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The `Content-Disposition` of a download (RFC 6266): the image's name with the extension of the stored
/// format.
///
/// The plain `filename` comes last, where a published client looks for it; the exact one precedes it as
/// `filename*` (RFC 8187). Quotes, control characters and path separators in a name cannot escape the value.
final class ContentDisposition {

    private static final int MAX_BASE_CODE_POINTS = 120;
    private static final int MAX_BASE_BYTES = 240;

    /// Extensions that are removed before the actual extension is appended.
    private static final Set<String> EXTENSIONS = Stream.concat(
                    Arrays.stream(ImageFormat.values()).map(ImageFormat::extension),
                    Stream.of("jpeg", "jpe", "jfif", "tiff", "heif", "psb", "apng", "ai", "epsf"))
            .collect(Collectors.toUnmodifiableSet());

    /// RFC 8187, section 3.2.1.
    private static final String ATTR_CHARS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$&+-.^_`|~";

    private ContentDisposition() {}

    static String of(SourceImage image) {
        var base = base(image.name());
        if (base.isEmpty()) {
            base = image.shortHash().value();
        }
        var extension = "." + image.format().extension();
        return "attachment; filename*=UTF-8''" + percentEncoded(base + extension) + "; filename=\"" + ascii(base)
                + extension + '"';
    }

    private static String base(String name) {
        var slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        var file = name.substring(slash + 1);
        var dot = file.lastIndexOf('.');
        var known = dot >= 0 && EXTENSIONS.contains(file.substring(dot + 1).toLowerCase(Locale.ROOT));
        var clean = new StringBuilder();
        var bytes = 0;
        var codePoints = (known ? file.substring(0, dot) : file).codePoints().toArray();
        for (var i = 0; i < codePoints.length && i < MAX_BASE_CODE_POINTS; i++) {
            var character = new String(Character.toChars(isHarmless(codePoints[i]) ? codePoints[i] : '_'));
            bytes += character.getBytes(UTF_8).length;
            if (bytes > MAX_BASE_BYTES) {
                break;
            }
            clean.append(character);
        }
        // no hidden files, and no blanks, which some file systems drop
        return clean.toString().strip().replaceFirst("^\\.+", "").strip();
    }

    /// Returns whether a character is kept: not a control character, a line break, a lone surrogate, or a
    /// bidirectional mark, which could hide the extension.
    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> codePoint == 0x200D; // joins emoji
            default -> true;
        };
    }

    private static String ascii(String text) {
        var result = new StringBuilder();
        text.codePoints()
                .map(c -> c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%' ? '_' : c)
                .forEach(result::appendCodePoint);
        return result.toString();
    }

    private static String percentEncoded(String text) {
        var result = new StringBuilder();
        for (var b : text.getBytes(UTF_8)) {
            if (ATTR_CHARS.indexOf(b) >= 0) {
                result.append((char) b);
            } else {
                result.append(String.format(Locale.ROOT, "%%%02X", b));
            }
        }
        return result.toString();
    }
}
