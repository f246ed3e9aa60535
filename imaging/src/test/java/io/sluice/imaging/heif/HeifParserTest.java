package io.sluice.imaging.heif;

import static io.sluice.imaging.fixture.HeifFile.alpha;
import static io.sluice.imaging.fixture.HeifFile.box;
import static io.sluice.imaging.fixture.HeifFile.extent;
import static io.sluice.imaging.fixture.HeifFile.fullBox;
import static io.sluice.imaging.fixture.HeifFile.pixelDepth;
import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.HeifFile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeifParserTest {

    @Test
    void readsTheSizeOfThePrimaryItem() {
        assertThatFile(HeifFile.of("heic")
                        .item("hvc1", extent(640, 480), pixelDepth(10))
                        .build())
                .isImage(ImageFormat.HEIC, 640, 480)
                .hasColor("rgb", 10)
                .hasPages(1)
                .hasOrientation(1)
                .isOpaque();
    }

    @Test
    void tellsAvifByItsBrand() {
        assertThatFile(HeifFile.of("avif").item("av01", extent(64, 48)).build()).isImage(ImageFormat.AVIF, 64, 48);
    }

    @Test
    void takesTheDepthFromTheCodecWhenNothingElseTells() {
        byte[] twelveBits = box("av1C", new byte[] {(byte) 0x81, 0, 0x60, 0});
        assertThatFile(HeifFile.of("avif")
                        .item("av01", extent(4, 4), twelveBits)
                        .build())
                .hasColor("rgb", 12);
    }

    @ParameterizedTest
    @CsvSource({"0, -1, 1", "1, -1, 8", "2, -1, 3", "3, -1, 6", "0, 1, 2", "0, 0, 4", "1, 0, 5", "3, 0, 7"})
    void turnsRotationAndMirrorIntoTheOrientationThatLooksTheSame(int turns, int mirror, int orientation) {
        byte[] rotation = box("irot", new byte[] {(byte) turns});
        var file = mirror < 0
                ? HeifFile.of("heic").item("hvc1", extent(6, 4), rotation)
                : HeifFile.of("heic").item("hvc1", extent(6, 4), rotation, box("imir", new byte[] {(byte) mirror}));
        assertThatFile(file.build()).isImage(ImageFormat.HEIC, 6, 4).hasOrientation(orientation);
    }

    @Test
    void aDeclaredAlphaChannelCountsAsUsed() {
        assertThatFile(HeifFile.of("avif")
                        .item("av01", extent(6, 4))
                        .item("av01", extent(6, 4), alpha())
                        .reference("auxl", 2, 1)
                        .build())
                .isNotOpaque()
                .hasPages(1);
    }

    @Test
    void countsImagesButNotTilesThumbnailsAndHiddenOnes() {
        assertThatFile(HeifFile.of("heic")
                        .item("grid", extent(1024, 512))
                        .item("hvc1", extent(512, 512), pixelDepth(8))
                        .item("hvc1", extent(512, 512), pixelDepth(8))
                        .item("hvc1", extent(128, 64))
                        .item("hvc1", extent(1024, 512))
                        .item("Exif")
                        .hiddenItem("hvc1", extent(1, 1))
                        .reference("dimg", 1, 2, 3)
                        .reference("thmb", 4, 1)
                        .build())
                .isImage(ImageFormat.HEIC, 1024, 512)
                .hasPages(2);
    }

    @Test
    void findsAnIccProfile() {
        byte[] profile = box("colr", new Bytes().text("prof").zeros(8).build());
        assertThatFile(HeifFile.of("heic").item("hvc1", extent(2, 2), profile).build())
                .hasIccProfile();
    }

    @Test
    void readsSequences() {
        assertThatFile(HeifFile.sequence("avis", 120, 80, 24, false))
                .isImage(ImageFormat.AVIF, 120, 80)
                .isAnimatedWithFrames(24)
                .hasColor("rgb", 10)
                .isOpaque();
        assertThatFile(HeifFile.sequence("avis", 120, 80, 24, true)).isNotOpaque();
    }

    @Test
    void anAuxiliaryTrackIsAlphaOnlyWhenItSaysSo() {
        assertThatFile(HeifFile.sequence("avis", 120, 80, 24, "urn:mpeg:mpegB:cicp:systems:auxiliary:depth"))
                .isImage(ImageFormat.AVIF, 120, 80)
                .isOpaque();
    }

    @Test
    void whatFollowsTheLastBoxMayBeAnything() {
        for (var text : new String[] {"x", "</rdf:RDF>", "SEFH and what a phone appends", "0000mdat"}) {
            byte[] file = new Bytes()
                    .raw(HeifFile.of("avif").item("av01", extent(7, 5)).build())
                    .text(text)
                    .build();
            if (text.endsWith("mdat")) {
                assertThatFile(file).isCorruptBecause("the box mdat");
            } else {
                assertThatFile(file).isImage(ImageFormat.AVIF, 7, 5);
            }
        }
    }

    @Test
    void aMinimizedFileIsUnsupported() {
        byte[] file = new Bytes()
                .u32(16)
                .text("ftypmif3avif")
                .u32(20)
                .text("mini")
                .zeros(12)
                .build();
        assertThatFile(file).isUnsupportedBecauseItIs("a HEIF image with a \"mini\" box");
    }

    @Test
    void refusesTooManyPixels() {
        assertThatFile(HeifFile.of("avif")
                        .item("av01", extent(100_000, 100_000))
                        .build())
                .hasTooManyPixels(100_000, 100_000);
    }

    @Test
    void refusesZeroHeight() {
        assertThatFile(HeifFile.of("avif").item("av01", extent(7, 0)).build()).isCorruptBecause("7 × 0 pixels");
    }

    @Test
    void refusesAnImpossibleDepth() {
        assertThatFile(HeifFile.of("heic")
                        .item("hvc1", HeifFile.extent(9, 9), HeifFile.pixelDepth(191))
                        .build())
                .isCorruptBecause("item 1 declares 191 bits a sample");
    }

    @Test
    void refusesAnItemWithoutSize() {
        assertThatFile(HeifFile.of("heic").item("hvc1").build()).isCorruptBecause("item 1 has no size");
    }

    @Test
    void refusesItemDataBehindTheEndOfTheFile() {
        byte[] locations = fullBox(
                "iloc",
                0,
                0,
                new Bytes()
                        .u16(0x4400)
                        .u16(1)
                        .u16(1)
                        .u16(0)
                        .u16(1)
                        .u32(100)
                        .u32(0xFFFF_FFFFL)
                        .build());
        assertThatFile(HeifFile.of("heic").item("hvc1", extent(4, 4)).build(locations))
                .isCorruptBecause("item 1 is said to be 4294967295 bytes at byte 100");
    }

    @Test
    void refusesMorePropertiesThanCanBeNumbered() {
        var file = HeifFile.of("heic").item("hvc1", extent(4, 4));
        byte[][] free = new byte[200][];
        Arrays.fill(free, box("free", new byte[0]));
        for (int i = 0; i < 170; i++) {
            file.item("hvc1", free);
        }
        assertThatFile(file.build()).isCorruptBecause("more than 32767 properties");
    }

    @Test
    void refusesATruncatedFile() {
        byte[] file = HeifFile.of("heic").item("hvc1", extent(4, 4)).build();
        assertThatFile(Arrays.copyOf(file, file.length - 1)).isCorruptBecause("the box mdat at byte");
    }

    @Test
    void refusesAFileOfNothingButItsType() {
        assertThatFile(box("ftyp", new Bytes().text("avif").u32(0).text("mif1").build()))
                .isCorruptBecause("neither images (meta) nor a sequence (moov)");
    }

    @Test
    void saysThatAVideoIsNotSupported() {
        assertThatFile(box("ftyp", new Bytes().text("isom").u32(0).text("mp42").build()))
                .isUnsupportedBecauseItIs("MP4 or other ISO media file of brand \"isom\"");
    }
}
