package io.sluice.imaging.identify;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.GifFile;
import io.sluice.imaging.fixture.IdentificationAssert;
import io.sluice.imaging.fixture.JpegFile;
import io.sluice.imaging.fixture.PngFile;
import io.sluice.imaging.fixture.PsdFile;
import io.sluice.imaging.fixture.TiffFile;
import io.sluice.imaging.fixture.WebpFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are not as their specification has them and that other readers show: the rule of
/// docs/identify.md, for all formats that know a thing.
class ToleranceTest {

    /// XML ends with its root element; browsers refuse what follows.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SVG")
    void whatFollowsAFileChangesNothing(Sample sample) {
        byte[] file = sample.bytes();
        var alone = IdentificationAssert.identify(file);
        byte[] ones = new byte[99];
        Arrays.fill(ones, (byte) 0xFF);
        for (byte[] junk :
                new byte[][] {{0}, new byte[100], ones, "SEFT\r\n what a camera appends\n".getBytes(US_ASCII)}) {
            assertThat(IdentificationAssert.identify(
                            new Bytes().raw(file).raw(junk).build()))
                    .isEqualTo(alone);
        }
    }

    static Stream<Arguments> orientations() {
        return Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
                .flatMap(order -> Stream.of(1, 3, 4, 7, 8, 9).map(type -> Arguments.of(order, type)));
    }

    /// BYTE, SHORT, LONG, UNDEFINED, SSHORT, SLONG.
    @ParameterizedTest
    @MethodSource("orientations")
    void theOrientationMayHaveAnyWholeType(ByteOrder order, int type) {
        byte[] exif = exif(order, type, 6);
        byte[] prefixed = new Bytes().text("Exif\0\0").raw(exif).build();
        for (byte[] block : new byte[][] {exif, prefixed}) {
            assertThatFile(PngFile.of(1, 1, 8, PngFile.GRAY)
                            .chunk("eXIf", block)
                            .data(new byte[2])
                            .end())
                    .hasOrientation(6);
            assertThatFile(new WebpFile()
                            .extended(8, 4, 4)
                            .chunk("VP8L", WebpFile.lossless(4, 4, -1))
                            .chunk("EXIF", block)
                            .build())
                    .hasOrientation(6);
        }
        assertThatFile(new JpegFile()
                        .segment(0xE1, prefixed)
                        .frame(JpegFile.BASELINE, 8, 8, 8, "\1")
                        .scan('\1')
                        .end())
                .hasOrientation(6);
    }

    private static byte[] exif(ByteOrder order, int type, int orientation) {
        var block = ByteBuffer.allocate(26).order(order);
        block.put((byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I'));
        block.put(block.get(0)).putShort((short) 42).putInt(8).putShort((short) 1);
        block.putShort((short) 0x0112).putShort((short) type).putInt(1);
        switch (type) {
            case 1, 7 -> block.put((byte) orientation);
            case 3, 8 -> block.putShort((short) orientation);
            default -> block.putInt(orientation);
        }
        return block.array();
    }

    /// Gray of 8 and 16 bits, RGB and palettes: a transparency chunk of another length than its kind has.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 300})
    void aTransparencyChunkOfAnyLengthIsNoDamage(int length) {
        byte[] chunk = new byte[length];
        for (int depth : new int[] {8, 16}) {
            for (int type : new int[] {PngFile.GRAY, PngFile.RGB}) {
                int samples = (type == PngFile.GRAY ? 1 : 3) * depth / 8;
                byte[] row = new byte[1 + samples];
                row[samples] = 1;
                assertThatFile(PngFile.of(1, 1, depth, type)
                                .chunk("tRNS", chunk)
                                .data(row)
                                .end())
                        .isImage(ImageFormat.PNG, 1, 1)
                        .isOpaque();
            }
        }
        assertThatFile(PngFile.of(1, 1, 8, PngFile.PALETTE)
                        .chunk("PLTE", new byte[6])
                        .chunk("tRNS", chunk)
                        .data(new byte[] {0, 1})
                        .end())
                .isImage(ImageFormat.PNG, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aScreenThatLacksASideIsAsLargeAsTheFirstImage(int known) {
        assertThatFile(GifFile.of(known == 1 ? 3 : 0, known == 2 ? 2 : 0)
                        .image(0, 0, 3, 2, false, "000000")
                        .end())
                .isImage(ImageFormat.GIF, 3, 2)
                .isOpaque();
    }

    @Test
    void aLaterFrameMayReachBeyondTheScreen() {
        assertThatFile(GifFile.of(3, 2)
                        .image(0, 0, 3, 2, false, "000000")
                        .image(2, 1, 3, 2, false, "000000")
                        .end())
                .isImage(ImageFormat.GIF, 3, 2)
                .isAnimatedWithFrames(2);
    }

    /// A tag that the picture can do without, of every type, in both byte orders.
    @ParameterizedTest
    @ValueSource(ints = {274, 296, 266, 282, 283, 305, 297, 700, 33_723, 34_665, 34_377, 37_724})
    void aTagOfAnyTypeThatIsNotNeededIsNoDamage(int tag) {
        for (var order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            for (int type = 0; type <= 20; type++) {
                byte[] file = tiff(order).bytes(tag, 1, 0, 0, 0).withStrip(new byte[] {9, 9});
                assertThatFile(retyped(file, order, tag, type))
                        .as("tag %d of type %d", tag, type)
                        .isImage(ImageFormat.TIFF, 2, 1);
            }
        }
    }

    private static TiffFile tiff(ByteOrder order) {
        return (order == ByteOrder.BIG_ENDIAN ? TiffFile.bigEndian() : TiffFile.littleEndian())
                .longs(256, 2)
                .longs(257, 1)
                .shorts(258, 8)
                .shorts(262, 1);
    }

    private static byte[] retyped(byte[] tiff, ByteOrder order, int tag, int type) {
        var file = ByteBuffer.wrap(tiff).order(order);
        int directory = file.getInt(4);
        int count = file.getShort(directory);
        for (int i = 0; i < count; i++) {
            int entry = directory + 2 + 12 * i;
            if ((file.getShort(entry) & 0xFFFF) == tag) {
                file.putShort(entry + 2, (short) type);
            }
        }
        return tiff;
    }

    @Test
    void theOrientationOfADocumentMayHaveAnyWholeType() {
        for (int type : new int[] {1, 3, 4}) {
            assertThatFile(PsdFile.psd(1, 1, 1, 8, PsdFile.GRAY)
                            .resource(1058, exif(ByteOrder.BIG_ENDIAN, type, 6))
                            .raw(new byte[1]))
                    .isImage(ImageFormat.PSD, 1, 1);
        }
    }
}
