package io.sluice.imaging.preview;

import io.sluice.imaging.FileImageBytes;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.read.Refusal;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/// The rows of a JPEG, of which only every few pixels are kept. The decoder of the JDK gives samples as they
/// are coded; the colors follow from the color space that identification has found.
final class JpegRows implements Rows {

    /// Largest memory outside of the heap, where the decoder keeps the coefficients of a JPEG with several
    /// scans: about 80 megapixels with the usual chroma.
    private static final long LARGEST_COEFFICIENTS = 256L << 20;

    private final Raster samples;
    private final String colorSpace;
    private final @Nullable IccProfile profile;
    private final Optional<SrgbColors> inks;
    private final int[] row;
    private final byte[] converted;

    private JpegRows(Raster samples, String colorSpace, @Nullable IccProfile profile) {
        this.samples = samples;
        this.colorSpace = colorSpace;
        boolean isInked = samples.getNumBands() == 4;
        this.inks = isInked && profile != null ? SrgbColors.of(profile, "CMYK", 4) : Optional.empty();
        this.profile = isInked ? null : profile;
        this.row = new int[samples.getNumBands() * samples.getWidth()];
        this.converted = new byte[isInked ? row.length : 0];
    }

    static JpegRows open(Path file, Identified image, int step) throws IOException {
        JpegHead head;
        try (var bytes = FileImageBytes.open(file)) {
            head = JpegHead.read(bytes);
        } catch (Refusal e) {
            throw new UndecodableException(e.detail(), e);
        }
        if (head.coefficientBytes() > LARGEST_COEFFICIENTS) {
            throw new UndecodableException("a progressive JPEG of this size needs too much memory");
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            var param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            return new JpegRows(reader.readRaster(0, param), image.pixels().colorSpace(), head.profile());
        } finally {
            reader.dispose();
        }
    }

    @Override
    public int width() {
        return samples.getWidth();
    }

    @Override
    public int height() {
        return samples.getHeight();
    }

    @Override
    public @Nullable IccProfile profile() {
        return profile;
    }

    @Override
    public void read(int y, int[] argb) {
        samples.getPixels(0, y, samples.getWidth(), 1, row);
        switch (samples.getNumBands()) {
            case 1 -> {
                for (int x = 0; x < argb.length; x++) {
                    argb[x] = 0xFF000000 | row[x] * 0x10101;
                }
            }
            case 3 -> {
                for (int x = 0, i = 0; x < argb.length; x++, i += 3) {
                    argb[x] = colorSpace.equals("ycbcr")
                            ? rgb(row[i], row[i + 1], row[i + 2])
                            : 0xFF000000 | row[i] << 16 | row[i + 1] << 8 | row[i + 2];
                }
            }
            default -> readInks(argb);
        }
    }

    /// Four components are CMYK, which Adobe stores inverted, or YCCK, whose first three are the YCbCr of
    /// inverted inks.
    private void readInks(int[] argb) {
        for (int x = 0, i = 0; x < argb.length; x++, i += 4) {
            if (colorSpace.equals("ycck")) {
                int light = rgb(row[i], row[i + 1], row[i + 2]);
                row[i] = light >> 16 & 0xFF;
                row[i + 1] = light >> 8 & 0xFF;
                row[i + 2] = light & 0xFF;
            }
            int black = row[i + 3];
            argb[x] =
                    0xFF000000 | shade(row[i], black) << 16 | shade(row[i + 1], black) << 8 | shade(row[i + 2], black);
        }
        inks.ifPresent(colors -> {
            for (int i = 0; i < row.length; i++) {
                converted[i] = (byte) (255 - row[i]);
            }
            byte[] rgb = colors.convert(converted);
            for (int x = 0, i = 0; x < argb.length; x++, i += 3) {
                argb[x] = 0xFF000000 | (rgb[i] & 0xFF) << 16 | (rgb[i + 1] & 0xFF) << 8 | (rgb[i + 2] & 0xFF);
            }
        });
    }

    private static int shade(int light, int black) {
        return (light * black + 127) / 255;
    }

    /// ITU-T T.871, 7.
    private static int rgb(int y, int cb, int cr) {
        int blue = cb - 128;
        int red = cr - 128;
        int r = y + (int) Math.rint(1.402 * red);
        int g = y - (int) Math.rint(0.344136 * blue + 0.714136 * red);
        int b = y + (int) Math.rint(1.772 * blue);
        return 0xFF000000 | Math.clamp(r, 0, 255) << 16 | Math.clamp(g, 0, 255) << 8 | Math.clamp(b, 0, 255);
    }
}
