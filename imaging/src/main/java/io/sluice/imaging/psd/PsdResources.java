package io.sluice.imaging.psd;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Density;
import io.sluice.imaging.pixels.ExifOrientation;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What the image resources of a PSD say about its composite (section "Image Resources Section").
///
/// @param composite        whether the merged image holds the picture, not just black or white
/// @param transparentIndex index of the transparent colour of an indexed image, -1 when there is none
record PsdResources(Annotations annotations, boolean composite, int transparentIndex) {

    private static final int RESOLUTION = 1005;
    private static final int ICC_PROFILE = 1039;
    private static final int TRANSPARENT_INDEX = 1047;
    private static final int VERSION_INFO = 1057;
    private static final int EXIF = 1058;
    private static final int MOST_RESOURCES = 65_536;
    /// The largest profiles have a few megabytes.
    private static final int MOST_PROFILE_BYTES = 16 << 20;
    /// The orientation comes first, pictures and notes of makers follow.
    private static final int MOST_EXIF_BYTES = 1 << 20;

    static PsdResources read(FileBytes file, long from, long length) throws IOException {
        long end = from + length;
        if (end > file.size()) {
            throw new UndecodableException("the image resources reach beyond the end of the file");
        }
        IccProfile icc = null;
        Density density = null;
        int orientation = 1;
        boolean composite = true;
        int transparentIndex = -1;
        long at = from;
        for (int i = 0; i < MOST_RESOURCES && at + 12 <= end; i++) {
            byte[] head = file.read(at, 7);
            int id = (head[4] & 0xFF) << 8 | (head[5] & 0xFF);
            // a Pascal string, padded to an even length
            long sizeAt = at + 6 + ((1 + (head[6] & 0xFF) + 1) & ~1);
            long size = ByteBuffer.wrap(file.read(sizeAt, 4)).getInt() & 0xFFFFFFFFL;
            long data = sizeAt + 4;
            if (size > end - data) {
                throw new UndecodableException("image resource " + id + " is longer than its section");
            }
            switch (id) {
                case ICC_PROFILE -> {
                    if (size > MOST_PROFILE_BYTES) {
                        throw new UndecodableException(
                                "image resource " + id + " has more than " + MOST_PROFILE_BYTES + " bytes");
                    }
                    icc = new IccProfile(file.read(data, (int) size));
                }
                case RESOLUTION -> density = density(file, data, size);
                case VERSION_INFO -> composite = size < 5 || file.read(data + 4, 1)[0] != 0;
                case TRANSPARENT_INDEX ->
                    transparentIndex =
                            size < 2 ? -1 : ByteBuffer.wrap(file.read(data, 2)).getShort() & 0xFFFF;
                case EXIF -> orientation = ExifOrientation.of(file.read(data, (int) Math.min(size, MOST_EXIF_BYTES)));
                default -> {}
            }
            at = data + size + (size & 1);
        }
        return new PsdResources(new Annotations(icc, false, density, orientation), composite, transparentIndex);
    }

    /// Fixed point with 16 bits after the point, in pixels an inch whatever the unit it is shown in.
    private static @Nullable Density density(FileBytes file, long data, long size) throws IOException {
        if (size < 16) {
            return null;
        }
        var info = ByteBuffer.wrap(file.read(data, 16));
        double x = (info.getInt(0) & 0xFFFFFFFFL) / 65_536.0;
        double y = (info.getInt(8) & 0xFFFFFFFFL) / 65_536.0;
        return Density.possible(x, y) ? Density.perInch(x, y) : null;
    }
}
