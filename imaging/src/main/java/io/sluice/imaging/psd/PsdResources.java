package io.sluice.imaging.psd;

import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Density;
import io.sluice.imaging.pixels.ExifOrientation;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.psd.structure.PsdSections;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What the image resources of a PSD say about its composite (section "Image Resources Section").
///
/// @param composite        whether the merged image holds the picture, not just black or white
/// @param transparentIndex index of the transparent colour of an indexed image, -1 when there is none
record PsdResources(Annotations annotations, boolean composite, int transparentIndex) {

    private static final int RESOLUTION = 1005;
    static final int ICC_PROFILE = 1039;
    static final int TRANSPARENT_INDEX = 1047;
    static final int VERSION_INFO = 1057;
    private static final int EXIF = 1058;
    /// The largest profiles have a few megabytes.
    private static final int MOST_PROFILE_BYTES = 16 << 20;
    /// The orientation comes first, pictures and notes of makers follow.
    private static final int MOST_EXIF_BYTES = 1 << 20;

    /// Reads the section at the cursor of `in`, and leaves the cursor behind it.
    static PsdResources read(ByteReader in) throws Refusal, IOException {
        var found = new Found();
        PsdSections.resources(in, (id, length) -> found.note(in, id, length));
        return new PsdResources(
                new Annotations(found.icc, false, found.density, found.orientation),
                found.composite,
                found.transparentIndex);
    }

    /// What was found so far.
    private static final class Found {

        private @Nullable IccProfile icc;
        private @Nullable Density density;
        private int orientation = 1;
        private boolean composite = true;
        private int transparentIndex = -1;

        void note(ByteReader in, int id, long length) throws Refusal, IOException {
            switch (id) {
                case ICC_PROFILE -> {
                    if (length > MOST_PROFILE_BYTES) {
                        throw in.corrupt("image resource " + id + " has more than " + MOST_PROFILE_BYTES + " bytes");
                    }
                    icc = new IccProfile(bytes(in, length));
                }
                case RESOLUTION -> density = length < 16 ? null : density(bytes(in, 16));
                case VERSION_INFO -> composite = length < 5 || bytes(in, 5)[4] != 0;
                case TRANSPARENT_INDEX -> transparentIndex = length < 2 ? -1 : in.u16();
                case EXIF -> orientation = ExifOrientation.of(bytes(in, Math.min(length, MOST_EXIF_BYTES)));
                default -> {}
            }
        }
    }

    private static byte[] bytes(ByteReader in, long length) throws Refusal, IOException {
        in.require(length);
        var bytes = new byte[(int) length];
        in.readFully(bytes);
        return bytes;
    }

    /// Fixed point with 16 bits after the point, in pixels an inch whatever the unit it is shown in.
    private static @Nullable Density density(byte[] data) {
        var info = ByteBuffer.wrap(data);
        double x = (info.getInt(0) & 0xFFFFFFFFL) / 65_536.0;
        double y = (info.getInt(8) & 0xFFFFFFFFL) / 65_536.0;
        return Density.possible(x, y) ? Density.perInch(x, y) : null;
    }
}
