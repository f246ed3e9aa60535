package io.sluice.imaging;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import java.util.List;
import java.util.stream.Stream;

/// What converting a file came to.
public sealed interface Conversion {

    /// The destination file holds the converted image.
    ///
    /// @param format      what was written; not always what was asked for, then `notes` says why
    /// @param bytes       length of the written file
    /// @param width       pixels as stored, before any orientation
    /// @param height      see `width`
    /// @param opaque      no pixel is even partly transparent
    /// @param pixelDigest SHA-256 of the samples in a canonical form ([io.sluice.imaging.pixels.PixelDigest]);
    ///                    of a PNG the same before and after, of JPEG and WebP that of what they were made from
    /// @param notes       sentences on what was changed or left out on the way, empty when nothing was
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

        /// The same with one more note.
        public Converted noting(String note) {
            var more = Stream.concat(notes.stream(), Stream.of(note)).toList();
            return new Converted(format, bytes, width, height, opaque, pixelDigest, more);
        }
    }

    /// The file cannot be converted; nothing is left at the destination.
    record Refused(Rejection reason) implements Conversion {}
}
