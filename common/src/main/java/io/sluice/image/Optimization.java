package io.sluice.image;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The conversion of an image whose stored bytes differ from the received bytes.
///
/// @param originalFormat format of the received bytes, which are not stored
/// @param pixelDigest    SHA-256 of the samples in a canonical form, 64 lower-case hexadecimal digits: the samples of a
///                       stored PNG, or the input of the encoder for JPEG and WebP
/// @param notes          one sentence for each change or loss; empty when every sample was preserved
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
