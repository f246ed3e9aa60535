package io.sluice.testsupport;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;
import javax.imageio.ImageIO;

/// A generator of unique JPEGs of the same size: one picture of noise, with comments (ITU-T T.81, section
/// B.2.4.5) that fill it up and make it unique.
public final class UniqueJpegs {

    private static final int COMMENT = 0xFFFE;
    private static final int MAX_SEGMENT_LENGTH = 0xFFFF;

    /// Marker, length and UUID, right after the start-of-image marker.
    private static final int UNIQUE_BYTES = 2 + 2 + 16;

    private static final int UUID_OFFSET = 2 + 4;

    /// Maximum side of the picture: larger ones take long to draw without any benefit, so comments fill the
    /// rest.
    private static final int MAX_SIDE = 1448;

    private final byte[] template;

    private UniqueJpegs(byte[] template) {
        this.template = template;
    }

    /// Returns a generator of images of `size` bytes.
    ///
    /// @throws IllegalArgumentException when that is too small for a picture; 2,000 bytes are enough
    public static UniqueJpegs of(int size) {
        var picture = largestPicture(size - UNIQUE_BYTES);
        var padding = size - UNIQUE_BYTES - picture.length;
        var image = ByteBuffer.allocate(size);
        image.put(picture, 0, 2);
        image.putShort((short) COMMENT).putShort((short) (UNIQUE_BYTES - 2)).put(new byte[16]);
        while (padding > 0) {
            // a rest shorter than marker and length could not be filled
            var segment = padding - MAX_SEGMENT_LENGTH - 2 >= 4 || padding <= MAX_SEGMENT_LENGTH + 2
                    ? Math.min(padding, MAX_SEGMENT_LENGTH + 2)
                    : padding / 2;
            image.putShort((short) COMMENT).putShort((short) (segment - 2)).put(new byte[segment - 4]);
            padding -= segment;
        }
        image.put(picture, 2, picture.length - 2);
        return new UniqueJpegs(image.array());
    }

    /// Returns a new unique image.
    public byte[] next() {
        return of(UUID.randomUUID());
    }

    /// Returns the image for this id: always the same bytes, which differ from those of every other id.
    public byte[] of(UUID id) {
        var image = template.clone();
        ByteBuffer.wrap(image, UUID_OFFSET, 16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return image;
    }

    /// Returns the largest square of noise in at most `limit` bytes, leaving none or at least 4 bytes to fill.
    private static byte[] largestPicture(int limit) {
        var largest = new byte[0];
        for (var side = 16; side <= MAX_SIDE; side = side * 5 / 4) {
            var picture = noise(side);
            if (picture.length != limit && picture.length > limit - 4) {
                break;
            }
            largest = picture;
        }
        if (largest.length == 0) {
            throw new IllegalArgumentException("a JPEG of " + limit + " bytes is too small for a picture");
        }
        return largest;
    }

    private static byte[] noise(int side) {
        var random = new Random(side);
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < side; y++) {
            for (var x = 0; x < side; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        var bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "jpg", bytes)) {
                throw new IllegalStateException("this Java platform cannot write JPEG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
