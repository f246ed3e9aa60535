package io.sluice.imaging.cell;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.LayeredPsd;
import io.sluice.imaging.fixture.PsdBytes;
import io.sluice.imaging.fixture.PsdFile;
import io.sluice.imaging.fixture.TiffBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/// TIFF and PSD files that were made to hurt a decoder.
public enum HostileSource {
    SOUND_TIFF(ImageFormat.TIFF, null, () -> gray(10, 10).strip(new byte[100]).bytes()),

    // less than it says
    TIFF_OF_225_MEGAPIXELS_IN_TEN_BYTES(
            ImageFormat.TIFF,
            "ends too early",
            () -> rgb(15_000, 15_000).strip(new byte[10]).bytes()),
    TIFF_OF_225_MEGAPIXELS_IN_A_KILOBYTE(
            ImageFormat.TIFF,
            "fewer pixels than it should",
            () -> rgb(15_000, 15_000).deflated().strip(new byte[1_000_000]).bytes()),
    PSD_OF_225_MEGAPIXELS_IN_TEN_BYTES(
            ImageFormat.PSD,
            "the file has",
            () -> psd(15_000, 15_000).plane(new byte[10]).bytes()),
    PSD_OF_225_MEGAPIXELS_IN_A_KILOBYTE(
            ImageFormat.PSD,
            "fewer pixels than it should",
            () -> psd(15_000, 15_000).zipped(false).plane(new byte[1_000_000]).bytes()),

    // more than it says
    TIFF_STRIP_THAT_UNFOLDS_TO_A_GIGABYTE(
            ImageFormat.TIFF,
            null,
            () -> gray(100, 100).with(259, 8).strip(deflated(1_000_000_000)).bytes()),
    PSD_THAT_UNFOLDS_TO_A_GIGABYTE(ImageFormat.PSD, null, () -> {
        // the end of the empty zlib stream makes way for a larger one
        byte[] empty = psd(100, 100).zipped(false).plane(new byte[0]).bytes();
        return concatenated(Arrays.copyOf(empty, empty.length - 8), deflated(1_000_000_000));
    }),
    TIFF_WITH_A_JPEG_OF_4_GIGAPIXELS(
            ImageFormat.TIFF,
            "",
            () -> gray(10, 10).with(259, 7).strip(jpeg(65_500, 65_500)).bytes()),
    PSD_ROWS_THAT_ARE_PACKED_INTO_MORE_BYTES_THAN_THERE_ARE(ImageFormat.PSD, "", () -> {
        byte[] file = psd(20, 30_000).plane(new byte[60_000 * 2]).bytes();
        file[file.length - 120_001] = 1; // packed
        Arrays.fill(file, file.length - 120_000, file.length - 60_000, (byte) -1);
        return file;
    }),

    // codes without end
    TIFF_OF_CLEAR_CODES(ImageFormat.TIFF, "a strip or tile", () -> {
        byte[] codes = new byte[9_000_000];
        for (int bit = 0; bit < 8 * codes.length; bit += 9) {
            codes[bit >> 3] |= (byte) (0x80 >> (bit & 7));
        }
        return gray(10, 10).with(259, 5).strip(codes).bytes();
    }),
    TIFF_OF_PACKED_NOTHING(ImageFormat.TIFF, "ends too early", () -> {
        byte[] nothing = new byte[9_000_000];
        Arrays.fill(nothing, (byte) 0x80);
        return gray(10, 10).with(259, 32_773).strip(nothing).bytes();
    }),

    // enormous rows and numbers
    TIFF_OF_ONE_ROW_OF_225_MILLION_PIXELS(
            ImageFormat.TIFF,
            "a row of 675000000 bytes",
            () -> rgb(225_000_000, 1).strip(new byte[10]).bytes()),
    TIFF_WITH_A_TILE_OF_2_BILLION_PIXELS(
            ImageFormat.TIFF,
            "a row of 2147483647 bytes",
            () -> gray(10, 10)
                    .tiled(Integer.MAX_VALUE, Integer.MAX_VALUE)
                    .strip(new byte[100])
                    .bytes()),
    TIFF_OF_A_MILLION_TILES_IN_A_ROW(
            ImageFormat.TIFF,
            "1000000 strips or tiles",
            () -> gray(1_000_000, 200)
                    .tiled(1, 200)
                    .deflated()
                    .strip(new byte[200])
                    .bytes()),
    TIFF_OF_225_MILLION_STRIPS(
            ImageFormat.TIFF,
            "225000000 strips or tiles",
            () -> gray(1, 225_000_000).longs(278, 1).strip(new byte[1]).bytes()),
    /// Sparse: all offsets and lengths are zero, and so are the pixels.
    TIFF_OF_4_MILLION_STRIPS_THAT_ARE_NOT_STORED(ImageFormat.TIFF, null, 20_000_000, () -> {
        byte[] file = gray(1, 4_000_000).longs(278, 1).strip(new byte[1]).bytes();
        return moved(moved(file, 273, 4_000_000), 279, 4_000_000);
    }),
    TIFF_OF_2_BILLION_SAMPLES_A_PIXEL(
            ImageFormat.TIFF,
            "2147483647 samples",
            () -> gray(10, 10)
                    .longs(277, Integer.MAX_VALUE)
                    .strip(new byte[100])
                    .bytes()),
    TIFF_PROFILE_OF_100_MEGABYTES(
            ImageFormat.TIFF,
            "tag 34675",
            200_000_000,
            () -> moved(
                    gray(10, 10)
                            .bytes(34_675, 1, 2, 3, 4, 5)
                            .strip(new byte[100])
                            .bytes(),
                    34_675,
                    100_000_000)),
    PSD_PROFILE_OF_100_MEGABYTES(
            ImageFormat.PSD,
            "image resource 1039",
            200_000_000,
            () -> withResources(psd(10, 10).plane(new byte[100]).bytes(), resource(1039, 100_000_000), 100_000_000)),
    PSD_EXIF_OF_100_MEGABYTES(
            ImageFormat.PSD,
            null,
            200_000_000,
            () -> withResources(psd(10, 10).plane(new byte[100]).bytes(), resource(1058, 100_000_000), 100_000_000)),
    PSD_OF_LAYERS_THAT_TAKE_HOURS(ImageFormat.PSD, "samples", () -> {
        var psd = new LayeredPsd(true, 15_000, 15_000, 8, PsdFile.GRAY, LayeredPsd.Packing.ZIPPED);
        for (int i = 0; i < 500; i++) {
            psd.layer(0, 0, 15_000, 15_000).stored(0, deflated(1_000_000));
        }
        return psd.bytesWithoutPixels();
    }),
    PSD_OF_16_THOUSAND_LAYERS(ImageFormat.PSD, null, () -> {
        var psd = LayeredPsd.rgb(10, 10);
        for (int i = 0; i < 16_000; i++) {
            psd.layer(0, 0, 1, 1).filled(1, 2, 3, 4);
        }
        return psd.bytes();
    }),
    PSD_OF_GROUPS_IN_GROUPS(ImageFormat.PSD, "nested more than 16 deep", () -> {
        var psd = LayeredPsd.rgb(10, 10);
        for (int i = 0; i < 5000; i++) {
            psd.beginGroup();
        }
        psd.layer(0, 0, 10, 10).filled(1, 2, 3, 4);
        for (int i = 0; i < 5000; i++) {
            psd.endGroup("norm");
        }
        return psd.bytes();
    }),
    PSD_OF_A_LAYER_LARGER_THAN_ANY_DOCUMENT(ImageFormat.PSD, "larger than any document", () -> {
        var psd = LayeredPsd.rgb(10, 10);
        psd.layer(-2_000_000_000, -2_000_000_000, 2_000_000_100, 2_000_000_100).stored(0, new byte[10]);
        return psd.bytes();
    }),
    PSD_OF_A_COLUMN_UNDER_THE_WIDEST_LAYERS(ImageFormat.PSD, null, () -> {
        var psd = new LayeredPsd(true, 1, 20_000, 8, PsdFile.GRAY, LayeredPsd.Packing.ZIPPED);
        psd.layer(-100_000, 0, 300_000, 2_000).stored(0, deflated(600_000_000));
        return psd.bytes();
    }),
    PSD_OF_A_MILLION_RESOURCES(ImageFormat.PSD, null, () -> {
        var resources = ByteBuffer.allocate(12 * 1_000_000);
        while (resources.hasRemaining()) {
            resources.put(resource(4000, 0));
        }
        return withResources(psd(10, 10).plane(new byte[100]).bytes(), resources.array(), 0);
    });

    private final ImageFormat format;
    private final @Nullable String refusal;
    private final long length;
    private final Supplier<byte[]> maker;

    HostileSource(ImageFormat format, @Nullable String refusal, Supplier<byte[]> maker) {
        this(format, refusal, 0, maker);
    }

    /// @param refusal what the refusal says, among other things; `null` when it is converted
    /// @param length  of the file, if that is more than its bytes: zeros follow
    HostileSource(ImageFormat format, @Nullable String refusal, long length, Supplier<byte[]> maker) {
        this.format = format;
        this.refusal = refusal;
        this.length = length;
        this.maker = maker;
    }

    public ImageFormat format() {
        return format;
    }

    @Nullable
    String refusal() {
        return refusal;
    }

    public long length() {
        return length;
    }

    public byte[] bytes() {
        return maker.get();
    }

    private static TiffBytes gray(int width, int height) {
        return new TiffBytes(ByteOrder.BIG_ENDIAN, width, height);
    }

    private static TiffBytes rgb(int width, int height) {
        return gray(width, height).samples(3, 8).with(262, 2);
    }

    private static PsdBytes psd(int width, int height) {
        return new PsdBytes(false, width, height, 8, 1);
    }

    /// A zlib stream of zeros, one block again and again.
    private static byte[] deflated(int zeros) {
        var out = new ByteArrayOutputStream();
        var block = new byte[1_000_000];
        try (var deflating = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED), true)) {
            deflating.write(block);
            deflating.flush();
            int head = out.size();
            deflating.write(block);
            deflating.flush();
            byte[] again = Arrays.copyOfRange(out.toByteArray(), head, out.size());
            for (int done = 2; done < zeros / block.length; done++) {
                out.writeBytes(again);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /// The headers of a gray baseline JPEG, and nothing of its scan.
    private static byte[] jpeg(int width, int height) {
        return ByteBuffer.allocate(2 + 2 + 67 + 2 + 11 + 2 + 20 + 2 + 8)
                .putShort((short) 0xFFD8)
                .putShort((short) 0xFFDB)
                .putShort((short) 67)
                .position(2 + 2 + 67)
                .putShort((short) 0xFFC0)
                .putShort((short) 11)
                .put((byte) 8)
                .putShort((short) height)
                .putShort((short) width)
                .put(new byte[] {1, 1, 0x11, 0})
                .putShort((short) 0xFFC4)
                .putShort((short) 20)
                .put(new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
                .putShort((short) 0xFFDA)
                .putShort((short) 8)
                .put(new byte[] {1, 1, 0, 0, 63, 0})
                .array();
    }

    /// A TIFF of high byte first whose tag has `count` values from byte 65,536 on, far behind all that is
    /// there.
    private static byte[] moved(byte[] tiff, int tag, int count) {
        var file = ByteBuffer.wrap(tiff);
        int directory = file.getInt(4);
        for (int at = directory + 2; ; at += 12) {
            if ((file.getShort(at) & 0xFFFF) == tag) {
                file.putInt(at + 4, count).putInt(at + 8, 64 * 1024);
                return tiff;
            }
        }
    }

    /// The head of an image resource.
    private static byte[] resource(int id, int length) {
        return ByteBuffer.allocate(12)
                .put("8BIM".getBytes(US_ASCII))
                .putShort((short) id)
                .putShort((short) 0)
                .putInt(length)
                .array();
    }

    /// @param missing bytes that the resources have beyond those that are given; all that follows is zeros
    ///                then
    private static byte[] withResources(byte[] psd, byte[] resources, int missing) {
        int length = ByteBuffer.wrap(psd).getInt(30);
        var file = ByteBuffer.allocate(psd.length + resources.length)
                .put(psd, 0, 30)
                .putInt(length + resources.length + missing)
                .put(psd, 34, length)
                .put(resources);
        if (missing == 0) {
            file.put(psd, 34 + length, psd.length - 34 - length);
        }
        return Arrays.copyOf(file.array(), file.position());
    }
}
