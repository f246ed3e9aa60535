package io.sluice.image;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The result of a requested conversion: either the stored bytes differ from the received bytes, or the
/// received bytes were kept because they could not be converted.
///
/// @param originalFormat format of the received bytes, which are not stored; null when they were kept
/// @param pixelDigest    SHA-256 of the samples in a canonical form, 64 lower-case hexadecimal digits: the
///                       samples of a stored PNG, or the input of the encoder for JPEG and WebP; null when
///                       the bytes were kept
/// @param notes          one sentence for each change or loss; empty when every sample was preserved
/// @param kept           why the received bytes were kept, or null when they were converted
/// @param originalSize   length of the received bytes; null when they were kept, or converted by an earlier
///                       release
public record Optimization(
        @Nullable ImageFormat originalFormat,
        @Nullable String pixelDigest,
        List<String> notes,
        @Nullable String kept,
        @Nullable Long originalSize) {

    /// Maximum length of the reason in [#kept], in characters.
    private static final int MAX_REASON = 500;

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public Optimization(
            @Nullable ImageFormat originalFormat,
            @Nullable String pixelDigest,
            @Nullable List<String> notes,
            @Nullable String kept,
            @Nullable Long originalSize) {
        if (kept == null && (originalFormat == null || pixelDigest == null)) {
            throw new IllegalArgumentException("a conversion has an original format and a pixel digest");
        }
        if (pixelDigest != null && !DIGEST.matcher(pixelDigest).matches()) {
            throw new IllegalArgumentException(
                    "a pixel digest is 64 lower-case hexadecimal digits, but this is \"" + pixelDigest + '"');
        }
        this.originalFormat = originalFormat;
        this.pixelDigest = pixelDigest;
        this.notes = notes == null ? List.of() : List.copyOf(notes);
        this.kept = kept;
        this.originalSize = originalSize;
    }

    /// Describes stored bytes that were converted.
    public static Optimization converted(ImageFormat originalFormat, String pixelDigest, List<String> notes) {
        return new Optimization(originalFormat, pixelDigest, notes, null, null);
    }

    /// Returns this description with the length of the received bytes.
    public Optimization ofBytes(long received) {
        return new Optimization(originalFormat, pixelDigest, notes, kept, received);
    }

    /// Describes stored bytes that were kept as received.
    ///
    /// @param reason a sentence
    public static Optimization kept(String reason) {
        String text = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON - 1) + '…';
        return new Optimization(null, null, List.of("the original was kept: " + text), text, null);
    }
}
