package io.sluice.image;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the stored bytes came from the received ones, of an image that was converted.
///
/// @param originalFormat format of the bytes as received, which are not kept
/// @param pixelDigest    SHA-256 of the samples in a canonical form, 64 lower-case hexadecimal digits: those of a
///                       stored PNG, and those that a JPEG or WebP was made from
/// @param notes          sentences on what was changed or left out on the way, none when every sample survived
public record Optimization(ImageFormat originalFormat, String pixelDigest, List<String> notes) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public Optimization(ImageFormat originalFormat, String pixelDigest, @Nullable List<String> notes) {
        if (!DIGEST.matcher(pixelDigest).matches()) {
            throw new IllegalArgumentException(
                    "a pixel digest is 64 lower-case hexadecimal digits, but this is \"" + pixelDigest + '"');
        }
        this.originalFormat = originalFormat;
        this.pixelDigest = pixelDigest;
        this.notes = notes == null ? List.of() : List.copyOf(notes);
    }
}
