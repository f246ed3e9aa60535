package io.sluice.imaging;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import java.util.List;
import java.util.stream.Stream;

/// The result of converting a file.
public sealed interface Conversion {

    /// A successful conversion; the destination file contains the converted image.
    ///
    /// @param format      written format; if it is not the requested one, `notes` says why
    /// @param bytes       length of the written file
    /// @param width       pixels as stored, before any orientation
    /// @param height      see `width`
    /// @param opaque      whether every pixel is fully opaque
    /// @param pixelDigest SHA-256 of the samples in a canonical form
    ///                    ([io.sluice.imaging.pixels.PixelDigest]); of a PNG the same before and after, of
    ///                    JPEG and WebP that of the encoder's input; empty for a preview
    /// @param notes       a sentence for each change or loss; empty when there was none
    record Converted(
            ImageFormat format,
            long bytes,
            int width,
            int height,
            boolean opaque,
            String pixelDigest,
            List<String> notes)
            implements Conversion {

        public Converted {
            notes = List.copyOf(notes);
        }

        /// Returns the same result with another note.
        public Converted noting(String note) {
            var more = Stream.concat(notes.stream(), Stream.of(note)).toList();
            return new Converted(format, bytes, width, height, opaque, pixelDigest, more);
        }
    }

    /// A refusal: the file cannot be converted, and there is no destination file.
    record Refused(Rejection reason) implements Conversion {}
}
