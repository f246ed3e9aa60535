package io.sluice.imaging.identify;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.BitWriter;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.GifFile;
import io.sluice.imaging.fixture.HeifFile;
import io.sluice.imaging.fixture.JpegFile;
import io.sluice.imaging.fixture.JxlFile;
import io.sluice.imaging.fixture.PdfFile;
import io.sluice.imaging.fixture.PngFile;
import io.sluice.imaging.fixture.PsdFile;
import io.sluice.imaging.fixture.TiffFile;
import io.sluice.imaging.fixture.WebpFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// Files that were made to hurt. Each is refused, or is the sound image of a format that it also is.
public enum HostileFile {
    // a little that unfolds to a lot
    PNG_OF_A_GIGABYTE_OF_ALPHA(
            ImageFormat.PNG,
            () -> PngFile.of(15_000, 15_000, 8, PngFile.RGBA)
                    .chunk("IDAT", deflated(0, 15_000L * 60_001))
                    .end()),
    PNG_OF_A_GIGABYTE_OF_OPAQUE_ALPHA(
            ImageFormat.PNG,
            () -> PngFile.of(15_000, 15_000, 8, PngFile.RGBA)
                    .chunk("IDAT", opaqueRows(15_000, 15_000))
                    .end()),
    PNG_WITH_A_BOMB_FOR_A_PROFILE(
            ImageFormat.PNG,
            () -> PngFile.of(1, 1, 8, PngFile.RGBA)
                    .chunk(
                            "iCCP",
                            new Bytes()
                                    .text("x\0\0")
                                    .raw(deflated(0, 500_000_000))
                                    .build())
                    .data(PngFile.plain(1, 1, -1))
                    .end()),
    APNG_OF_SIXTY_LARGE_FRAMES(ImageFormat.PNG, HostileFile::largeFrames),
    TIFF_OF_GIGABYTES_OF_DEFLATED_SAMPLES(
            ImageFormat.TIFF, () -> deflatedTiff(15_000, 15_000, 60).withStrip(deflated(-1, 13_500_000_000L))),
    TIFF_OF_OPAQUE_ALPHA(
            ImageFormat.TIFF, () -> deflatedTiff(15_000, 15_000, 4).withStrip(deflated(-1, 15_000L * 60_000))),
    GIF_OF_225_MILLION_PIXELS(ImageFormat.GIF, () -> longStrings(15_000)),
    WEBP_OF_32_BYTES_AND_268_MILLION_PIXELS(
            ImageFormat.WEBP,
            () -> new WebpFile()
                    .chunk("VP8L", WebpFile.lossless(16_383, 16_383, -1))
                    .build()),
    WEBP_WITH_268_MILLION_ALPHA_VALUES(
            ImageFormat.WEBP,
            () -> new WebpFile()
                    .extended(WebpFile.ALPHA, 16_383, 16_383)
                    .chunk(
                            "ALPH",
                            WebpFile.plain(new BitWriter().bits(1, 8), -1).build())
                    .chunk("VP8 ", WebpFile.lossy(16_383, 16_383))
                    .build()),
    WEBP_OF_1400_FRAMES_OF_268_MILLION_PIXELS(
            ImageFormat.WEBP, () -> clearedFrames(1_400, 16_383, WebpFile.lossless(16_383, 16_383, -1))),
    WEBP_OF_BLOCKS_BY_THE_MILLION(ImageFormat.WEBP, () -> clearedFrames(10, 8_192, WebpFile.blocks(8_192, 8_192, 0))),
    WEBP_OF_MANY_TRANSFORMS(ImageFormat.WEBP, () -> clearedFrames(2_000, 2_048, WebpFile.blocks(2_048, 2_048, 13))),
    WEBP_OF_MILLIONS_OF_PREFIX_CODES(ImageFormat.WEBP, () -> clearedFrames(20, 8, WebpFile.groups(8, 8, 4_096))),
    SVGZ_OF_A_GIGABYTE_OF_SPACE(
            null, () -> gzipped("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'>", 1_000)),
    PDF_WITH_A_BOMB_FOR_OBJECTS(
            null,
            () -> new PdfFile(3)
                    .stream("/Type/ObjStm/N 3/First 20/Filter/FlateDecode", deflated(' ', 500_000_000))
                            .withStream("", 1, 2, 3)),
    SVG_OF_A_BILLION_LAUGHS(null, HostileFile::billionLaughs),
    SVG_THAT_REPEATS_A_LONG_ENTITY(
            null,
            () -> text(
                    "<!DOCTYPE svg [<!ENTITY a '" + "a".repeat(60_000) + "'>]><svg xmlns='http://www.w3.org/2000/svg'"
                            + " width='1' height='1'>" + "&a;".repeat(60_000) + "</svg>")),

    // enormous sizes
    PNG_OF_4_BILLION_SQUARED(
            null,
            () -> PngFile.of(0x7FFF_FFFFL, 0x7FFF_FFFFL, 8, 2).data(new byte[1]).end()),
    GIF_OF_65535_SQUARED(
            null, () -> GifFile.of(65_535, 65_535).image(0, 0, 1, 1, false, "0").end()),
    WEBP_OF_16_MILLION_SQUARED(
            null,
            () -> new WebpFile()
                    .extended(WebpFile.ALPHA, 1 << 24, 1 << 24)
                    .chunk("VP8 ", WebpFile.lossy(1, 1))
                    .build()),
    TIFF_OF_4_BILLION_SQUARED(null, () -> TiffFile.image(-1, -1, 1, 1).withStrip(new byte[1])),
    PSD_OF_30000_SQUARED(
            null, () -> PsdFile.psd(3, 30_000, 30_000, 8, PsdFile.RGB).raw(new byte[9])),
    PSB_OF_4_BILLION_SQUARED(null, () -> PsdFile.psb(3, -1, -1, 8, PsdFile.RGB).raw(new byte[9])),
    HEIC_OF_4_BILLION_SQUARED(
            null,
            () -> HeifFile.of("heic").item("hvc1", HeifFile.extent(-1, -1)).build()),
    AVIF_OF_4_BILLION_SQUARED(
            null,
            () -> HeifFile.of("avif").item("av01", HeifFile.extent(-1, -1)).build()),
    JXL_OF_A_BILLION_SQUARED(
            null, () -> new JxlFile().size(1 << 30, 1 << 30).allDefault().build()),
    SVG_OF_AN_ENDLESS_WIDTH(null, () -> svg("width='1e300' height='1e300'", "")),
    EPS_OF_AN_ENDLESS_WIDTH(null, () -> eps("%%BoundingBox: 0 0 1" + "0".repeat(300) + " 10\n")),
    PDF_OF_AN_ENDLESS_WIDTH(
            null,
            () -> PdfFile.onePage("/MediaBox[0 0 1" + "0".repeat(300) + " 10]").withTable()),

    // nothing to show
    PNG_OF_NOTHING(null, () -> PngFile.of(0, 9, 8, 2).data(new byte[1]).end()),
    JPEG_OF_NOTHING(null, () -> JpegFile.baseline(0, 9)),
    // its only frame is larger than its screen, and so is the picture
    GIF_OF_A_SCREEN_WITHOUT_ROWS(
            ImageFormat.GIF,
            () -> GifFile.of(9, 0).image(0, 0, 1, 1, false, "0").end()),
    TIFF_OF_NOTHING(null, () -> TiffFile.image(0, 9, 1, 1).withStrip(new byte[1])),
    PSD_OF_NOTHING(null, () -> PsdFile.psd(3, 0, 9, 8, PsdFile.RGB).raw(new byte[9])),
    HEIC_OF_NOTHING(
            null, () -> HeifFile.of("heic").item("hvc1", HeifFile.extent(9, 0)).build()),
    WEBP_OF_NOTHING(
            null, () -> new WebpFile().chunk("VP8 ", WebpFile.lossy(0, 9)).build()),
    SVG_OF_NOTHING(null, () -> svg("width='0' height='10'", "")),
    EPS_OF_NOTHING(null, () -> eps("%%BoundingBox: 10 10 10 20\n")),
    PDF_OF_NOTHING(null, () -> PdfFile.onePage("/MediaBox[5 5 5 9]").withTable()),

    // walks without end
    TIFF_WHOSE_PAGES_ARE_A_RING(
            ImageFormat.TIFF,
            () -> TiffFile.image(1, 1, 1, 1).longs(273, 8).longs(279, 1).build(8)),
    TIFF_OF_A_MILLION_PAGES(null, () -> pages(1_000_000)),
    GIF_OF_A_MILLION_FRAMES(ImageFormat.GIF, () -> frames(1_000_000)),
    APNG_OF_200000_FRAMES(ImageFormat.PNG, () -> smallFrames(200_000)),
    WEBP_OF_200000_FRAMES(ImageFormat.WEBP, () -> {
        var file = new WebpFile().extended(WebpFile.ANIMATION | WebpFile.ALPHA, 1, 1);
        byte[] pixel = WebpFile.lossless(1, 1, -1);
        for (int i = 0; i < 200_000; i++) {
            file.frame(0, 0, 1, 1, 0, pixel);
        }
        return file.build();
    }),
    JPEG_OF_A_MILLION_SEGMENTS(ImageFormat.JPEG, () -> {
        var file = new JpegFile();
        for (int i = 0; i < 1_000_000; i++) {
            file.segment(0xE1, new byte[2]);
        }
        return file.frame(JpegFile.BASELINE, 8, 3, 2, "\1").scan('\1').end();
    }),
    PNG_OF_100_MILLION_ROWS_OF_ONE_PIXEL(
            ImageFormat.PNG,
            () -> PngFile.of(1, 100_000_000, 8, PngFile.RGBA)
                    .chunk("IDAT", opaqueRows(1, 100_000_000))
                    .end()),
    TIFF_OF_200_MILLION_ROWS_OF_ONE_PIXEL(
            ImageFormat.TIFF, () -> deflatedTiff(1, 200_000_000, 4).withStrip(deflated(-1, 800_000_000L))),
    TIFF_OF_A_MILLION_LZW_STRIPS(ImageFormat.TIFF, () -> lzwStrips(1_000_000)),
    GIF_OF_300000_CLEARED_FRAMES(ImageFormat.GIF, () -> {
        var file = GifFile.of(1, 1);
        for (int i = 0; i < 300_000; i++) {
            file.control(GifFile.CLEAR, 3).image(0, 0, 1, 1, false, "0");
        }
        return file.end();
    }),
    HEIC_OF_300000_KINDS_OF_REFERENCES(null, () -> {
        var references = new Bytes().u32(0);
        for (int i = 0; i < 300_000; i++) {
            references.u32(12).u32(i).u16(1).u16(0);
        }
        return HeifFile.of("heic").build(HeifFile.box("iref", references.build()));
    }),
    HEIC_OF_A_MILLION_ITEMS_WITHOUT_PROPERTIES(null, () -> {
        var associations = new Bytes().u32(0x0100_0000).u32(990_000);
        for (int i = 0; i < 990_000; i++) {
            associations.u32(i).u8(0);
        }
        byte[] box = HeifFile.box("ipma", associations.build());
        return HeifFile.of("heic").build(HeifFile.box("iprp", box));
    }),
    HEIC_OF_MANY_ITEMS(ImageFormat.HEIC, () -> {
        var file = HeifFile.of("heic").item("hvc1", HeifFile.extent(9, 9));
        for (int i = 0; i < 60_000; i++) {
            file.item("hvc1");
        }
        return file.build();
    }),
    AVIF_OF_4_BILLION_FRAMES(null, () -> HeifFile.sequence("avis", 9, 9, -1, false)),
    HEIC_WHOSE_BOXES_NEST(null, () -> {
        byte[] box = HeifFile.box("ipco", new byte[0]);
        for (int i = 0; i < 2_000; i++) {
            box = HeifFile.box("iprp", box);
        }
        return HeifFile.of("heic").item("hvc1", HeifFile.extent(0, 0)).build(box);
    }),
    PDF_WHOSE_PAGES_ARE_A_RING(
            null,
            () -> new PdfFile()
                    .object("<</Type/Catalog/Pages 2 0 R>>")
                    .object("<</Type/Pages/Kids[2 0 R]/Count 1>>")
                    .withTable()),
    PDF_WHOSE_TABLE_IS_A_RING(
            null, () -> new PdfFile().object("<</Type/Catalog/Pages 1 0 R>>").withTable("/Prev 49")),
    PDF_OF_60000_EMPTY_NODES(null, () -> {
        var file = new PdfFile().object("<</Type/Catalog/Pages 2 0 R>>");
        for (int i = 2; i < 60_000; i++) {
            file.object("<</Type/Pages/Kids[" + (i + 1) + " 0 R]/Count 1>>");
        }
        return file.withTable();
    }),
    PDF_OF_NESTED_ARRAYS(
            null, () -> PdfFile.onePage("/MediaBox" + "[".repeat(1_000_000)).withTable()),
    PDF_WITH_A_MILLION_OBJECTS_AND_NO_TABLE(null, () -> text("%PDF-1.4\n" + "1 0 obj <<>> endobj\n".repeat(1_000_000))),
    SVG_OF_NESTED_GROUPS(null, () -> svg("width='1' height='1'", "<g>".repeat(1_000_000))),
    SVG_OF_A_MILLION_ATTRIBUTES(null, () -> {
        var attributes = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            attributes.append('a').append(i).append("='' ");
        }
        return svg(attributes.toString(), "");
    }),
    SVG_OF_DIFFERENT_NAMES(null, () -> {
        var elements = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            elements.append("<b");
            for (int k = 0; k < 1_500; k++) {
                elements.append(" a").append(i * 1_500 + k).append("=''");
            }
            elements.append("/>");
        }
        return svg("width='1' height='1'", elements.toString());
    }),
    SVG_OF_NESTED_NAMESPACES(null, () -> {
        var elements = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            elements.append("<g");
            for (int k = 0; k < 200; k++) {
                elements.append(" xmlns:p").append(i).append('_').append(k).append("='u'");
            }
            elements.append('>');
        }
        return svg("width='1' height='1'", elements.toString());
    }),
    SVG_OF_NAMESPACES_IN_ONE_ELEMENT(null, () -> {
        var attributes = new StringBuilder("width='1' height='1'");
        for (int i = 0; i < 500_000; i++) {
            attributes.append(" xmlns:p").append(i).append("='u'");
        }
        return svg(attributes.toString(), "");
    }),
    SVG_OF_DIFFERENT_NAMESPACES(null, () -> {
        var elements = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            elements.append("<g xmlns='").append("u".repeat(1_000)).append(i).append("'/>");
        }
        return svg("width='1' height='1'", elements.toString());
    }),
    SVG_OF_LONG_DIFFERENT_INSTRUCTIONS(null, () -> {
        var instructions = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            instructions.append("<?t").append("t".repeat(900)).append(i).append("?>");
        }
        return svg("width='1' height='1'", instructions.toString());
    }),
    SVG_OF_A_LONG_NAME(null, () -> text("<" + "a".repeat(20_000_000))),
    EPS_OF_A_LINE_WITHOUT_END(null, () -> eps("%".repeat(20_000_000))),
    EPS_OF_A_MILLION_COMMENTS(null, () -> eps("%%Title: x\n".repeat(2_000_000))),

    PNG_OF_A_MILLION_CHUNKS(ImageFormat.PNG, () -> {
        var file = PngFile.of(1, 1, 8, PngFile.RGB);
        for (int i = 0; i < 1_000_000; i++) {
            file.chunk("teXt", new byte[0]);
        }
        return file.data(new byte[4]).end();
    }),
    WEBP_OF_A_MILLION_CHUNKS(ImageFormat.WEBP, () -> {
        var file = new WebpFile().extended(0, 9, 9).chunk("VP8 ", WebpFile.lossy(9, 9));
        for (int i = 0; i < 1_000_000; i++) {
            file.chunk("JUNK", new byte[0]);
        }
        return file.build();
    }),
    HEIC_OF_A_MILLION_BOXES(ImageFormat.HEIC, () -> {
        var file = new Bytes()
                .raw(HeifFile.of("heic").item("hvc1", HeifFile.extent(9, 9)).build());
        byte[] box = HeifFile.box("free", new byte[0]);
        for (int i = 0; i < 1_000_000; i++) {
            file.raw(box);
        }
        return file.build();
    }),
    JXL_OF_A_MILLION_BOXES(ImageFormat.JXL, () -> {
        var file = new Bytes().raw(new JxlFile().size(9, 9).allDefault().inContainer());
        byte[] box = HeifFile.box("free", new byte[0]);
        for (int i = 0; i < 1_000_000; i++) {
            file.raw(box);
        }
        return file.build();
    }),
    JXL_OF_4096_ALPHA_CHANNELS(ImageFormat.JXL, () -> {
        var bits = new BitWriter()
                .bits(0xFF, 8)
                .bits(0x0A, 8)
                .bits(1, 1)
                .bits(0, 5)
                .bits(1, 3);
        bits.bits(0, 2).bits(0, 3).bits(0, 1).bits(3, 2).bits(4095, 12);
        for (int i = 0; i < 4096; i++) {
            bits.bits(1, 1);
        }
        return bits.bits(0, 1).bits(1, 1).bits(0, 32).build();
    }),
    GIF_OF_A_MILLION_EXTENSIONS(ImageFormat.GIF, () -> {
        byte[] gif = GifFile.of(1, 1).image(0, 0, 1, 1, false, "0").end();
        var file = new Bytes().raw(Arrays.copyOf(gif, gif.length - 1));
        for (int i = 0; i < 1_000_000; i++) {
            file.u8(0x21, 0xFE, 0);
        }
        return file.u8(0x3B).build();
    }),
    PSD_OF_A_MILLION_RESOURCES(ImageFormat.PSD, () -> {
        var file = new Bytes()
                .raw(Arrays.copyOf(PsdFile.psd(3, 1, 1, 8, PsdFile.RGB).raw(new byte[3]), 30))
                .u32(12_000_000);
        for (int i = 0; i < 1_000_000; i++) {
            file.text("8BIM").u16(4000).u16(0).u32(0);
        }
        return file.u32(0).u16(0).zeros(3).build();
    }),
    TIFF_OF_A_MILLION_STRIPS(ImageFormat.TIFF, () -> {
        var eights = new long[1_000_000];
        Arrays.fill(eights, 8);
        return TiffFile.littleEndian()
                .longs(256, 2)
                .longs(257, 1_000_000)
                .shorts(258, 8)
                .shorts(259, 1)
                .shorts(262, 2)
                .longs(273, eights)
                .shorts(277, 4)
                .longs(278, 1)
                .longs(279, eights)
                .shorts(338, 2)
                .build();
    }),
    TIFF_WHOSE_EXIF_IS_ITSELF(
            ImageFormat.TIFF,
            () -> TiffFile.image(1, 1, 1, 1).longs(34_665, 8).longs(330, 8).withStrip(new byte[1])),
    HEIC_DERIVED_FROM_ITSELF(
            null, () -> HeifFile.of("heic").item("iden").reference("dimg", 1, 1).build()),
    HEIC_WHOSE_ALPHA_IS_ITSELF(
            ImageFormat.HEIC,
            () -> HeifFile.of("heic")
                    .item("hvc1", HeifFile.extent(9, 9))
                    .reference("auxl", 1, 1)
                    .build()),
    PDF_OF_LONG_OBJECT_STREAMS_WITHOUT_A_CATALOG(
            null, () -> objectStreams(100, 2_000).withoutTable()),
    PDF_OF_A_MILLION_PACKED_OBJECTS(
            null,
            () -> new Bytes()
                    .raw(objectStreams(3, 400_000).withoutTable())
                    .text("trailer <</Root 0 0 R>>")
                    .build()),
    PDF_OF_MANY_SECTIONS_AND_MISSING_PAGES(null, () -> {
        var kids = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            kids.append(i + 100).append(" 0 R ");
        }
        // every look-up goes through thousands of sections that hold nothing
        return new PdfFile()
                .object("<</Type/Catalog/Pages 2 0 R>>")
                .object("<</Type/Pages/Kids[" + kids + "]>>")
                .withTable("", "0 0\n".repeat(9_000));
    }),
    PDF_OF_A_THOUSAND_FILTERS(
            null,
            () -> new PdfFile(3)
                    .stream(
                                    "/Type/ObjStm/N 3/First 20/Filter[" + "/FlateDecode".repeat(1_000) + "]",
                                    deflated(' ', 500_000_000))
                            .withStream("", 1, 2, 3)),
    PDF_STREAM_AS_LONG_AS_ITSELF(
            null,
            () -> new PdfFile(3)
                    .object("<</Type/ObjStm/N 3/First 20/Length 4 0 R>>\nstream\n1 0 2 9\nendstream")
                    .withStream("", 1, 2, 3)),
    PDF_STREAM_OF_OBJECTS_WITHIN_ITSELF(null, () -> new PdfFile().withStream("", 1, 2, 3, 4)),
    PDF_STREAM_OF_2_BILLION_OBJECTS(
            null,
            () -> new PdfFile(3)
                    .stream(
                                    "/Type/ObjStm/N 2147483647/First 2147483647/Filter/FlateDecode",
                                    PngFile.deflate(new byte[100]))
                            .withStream("", 1, 2, 3)),
    PDF_STREAM_OF_ROWS_OF_2_BILLION_COLUMNS(
            null,
            () -> new PdfFile(3)
                    .stream(
                                    "/Type/ObjStm/N 3/First 20/Filter/FlateDecode"
                                            + "/DecodeParms<</Predictor 12/Columns 2147483647>>",
                                    PngFile.deflate(new byte[100]))
                            .withStream("", 1, 2, 3)),

    // numbers that overflow
    PNG_CHUNK_OF_4_GIGABYTES(
            null,
            () -> new Bytes()
                    .raw(PngFile.of(1, 1, 8, 2).endWithoutIend())
                    .u32(-1)
                    .text("IDAT")
                    .zeros(20)
                    .build()),
    TIFF_TAG_OF_4_BILLION_VALUES(
            null,
            () -> new Bytes()
                    .text("MM")
                    .u16(42)
                    .u32(8)
                    .u16(2)
                    .u16(256)
                    .u16(4)
                    .u32(-1)
                    .u32(-4)
                    .u16(257)
                    .u16(4)
                    .u32(1)
                    .u32(9)
                    .u32(0)
                    .build()),
    BIG_TIFF_WITH_A_DIRECTORY_BEYOND_EVERYTHING(
            null,
            () -> new Bytes()
                    .text("II")
                    .le16(43)
                    .le16(8)
                    .le16(0)
                    .le32(-1)
                    .le32(-1)
                    .build()),
    BIG_TIFF_OF_2_TO_THE_64_TAGS(
            null,
            () -> new Bytes()
                    .text("II")
                    .le16(43)
                    .le16(8)
                    .le16(0)
                    .le32(16)
                    .le32(0)
                    .le32(-1)
                    .le32(-1)
                    .zeros(40)
                    .build()),
    PSB_SECTION_OF_2_TO_THE_63_BYTES(
            null,
            () -> new Bytes()
                    .raw(Arrays.copyOf(PsdFile.psb(3, 2, 2, 8, PsdFile.RGB).raw(new byte[12]), 34))
                    .u64(Long.MAX_VALUE)
                    .zeros(100)
                    .build()),
    HEIC_BOX_OF_2_TO_THE_64_BYTES(
            null,
            () -> new Bytes()
                    .raw(HeifFile.box("ftyp", new Bytes().text("heic").u32(0).build()))
                    .u32(1)
                    .text("meta")
                    .u64(-1)
                    .zeros(100)
                    .build()),
    HEIC_BOX_SHORTER_THAN_ITS_HEADER(
            null,
            () -> new Bytes()
                    .raw(HeifFile.box("ftyp", new Bytes().text("heic").u32(0).build()))
                    .u32(3)
                    .text("meta")
                    .zeros(100)
                    .build()),
    WEBP_CHUNK_OF_4_GIGABYTES(
            null,
            () -> new Bytes()
                    .text("RIFF")
                    .le32(-1)
                    .text("WEBPVP8 ")
                    .le32(-1)
                    .zeros(40)
                    .build()),
    JPEG_SEGMENT_OF_NO_BYTES(
            null, () -> new Bytes().u8(0xFF, 0xD8, 0xFF, 0xE0, 0, 0).zeros(100).build()),
    PDF_OFFSET_BEYOND_EVERYTHING(null, () -> text("%PDF-1.4\nstartxref\n99999999999999999999\n%%EOF")),
    EPS_HEADER_THAT_POINTS_BEYOND_EVERYTHING(
            null,
            () -> new Bytes()
                    .u8(0xC5, 0xD0, 0xD3, 0xC6)
                    .le32(-1)
                    .le32(-1)
                    .zeros(40)
                    .build()),

    // several things at once
    GIF_THAT_IS_A_SCRIPT(null, () -> text("GIF89a/*\0\0\0*/=1;alert(1)//")),
    JPEG_WITH_A_PDF_INSIDE(
            ImageFormat.JPEG,
            () -> new JpegFile()
                    .segment(0xFE, PdfFile.onePage("/MediaBox[0 0 9 9]").withTable())
                    .frame(JpegFile.BASELINE, 8, 3, 2, "\1")
                    .scan('\1')
                    .end()),
    PNG_WITH_AN_ARCHIVE_BEHIND(
            ImageFormat.PNG,
            () -> new Bytes()
                    .raw(Sample.PNG.bytes())
                    .text("PK\3\4")
                    .zeros(20_000_000)
                    .build()),
    HTML_THAT_MENTIONS_PDF(null, () -> text("<html><!-- %PDF-1.4 --><script>alert(1)</script></html>")),
    SVG_IN_HTML(null, () -> text("<!doctype html><svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>")),
    BMP(null, () -> text("BM" + "\0".repeat(100)));

    private final @Nullable ImageFormat format;
    private final Supplier<byte[]> maker;

    /// @param format what it is accepted as, null when it is refused
    HostileFile(@Nullable ImageFormat format, Supplier<byte[]> maker) {
        this.format = format;
        this.maker = maker;
    }

    @Nullable
    ImageFormat format() {
        return format;
    }

    public byte[] bytes() {
        return maker.get();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] svg(String attributes, String content) {
        return text("<svg xmlns='http://www.w3.org/2000/svg' " + attributes + ">" + content + "</svg>");
    }

    private static byte[] eps(String comments) {
        return text("%!PS-Adobe-3.0 EPSF-3.0\n" + comments);
    }

    /// A zlib stream of one value over and over.
    private static byte[] deflated(int value, long count) {
        byte[] block = new byte[1_000_000];
        Arrays.fill(block, (byte) value);
        return new Bytes()
                .u8(0x78, 0x9C)
                .raw(repeated(block, count / block.length))
                .build();
    }

    private static byte[] opaqueRows(int width, int height) {
        int rowBytes = 1 + 4 * width;
        int atOnce = height % 100_000 == 0 ? 100_000 : 1;
        byte[] rows = new byte[atOnce * rowBytes];
        Arrays.fill(rows, (byte) -1);
        for (int y = 0; y < atOnce; y++) {
            rows[y * rowBytes] = 0;
        }
        return new Bytes().u8(0x78, 0x9C).raw(repeated(rows, height / atOnce)).build();
    }

    private static byte[] gzipped(String start, int megabytes) {
        byte[] space = new byte[1_000_000];
        Arrays.fill(space, (byte) ' ');
        return new Bytes()
                .u8(0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3)
                .raw(repeated(text(start), 1))
                .raw(repeated(space, megabytes))
                .build();
    }

    /// Deflated blocks that unfold to the same again and again. Compressed once, since that is what takes
    /// time.
    private static byte[] repeated(byte[] block, long times) {
        try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(block);
            byte[] buffer = new byte[block.length + 100];
            int length = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
            var out = new Bytes();
            for (long i = 0; i < times; i++) {
                out.raw(Arrays.copyOf(buffer, length));
            }
            return out.build();
        }
    }

    /// Object streams, each with so many objects, all of them nothing.
    private static PdfFile objectStreams(int streams, int objects) {
        var file = new PdfFile();
        for (int i = 0; i < streams; i++) {
            var directory = new StringBuilder();
            for (int k = 0; k < objects; k++) {
                directory.append(1_000 + i * objects + k).append(" 0 ");
            }
            file.stream(
                    "/Type/ObjStm/N " + objects + "/First " + directory.length() + "/Filter/FlateDecode",
                    PngFile.deflate(text(directory + "[]")));
        }
        return file;
    }

    private static byte[] billionLaughs() {
        var types = new StringBuilder("<!DOCTYPE svg [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 30; i++) {
            types.append("<!ENTITY l" + i + " '" + ("&l" + (i - 1) + ";").repeat(10) + "'>");
        }
        return text(types + "]><svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'>&l29;</svg>");
    }

    private static TiffFile deflatedTiff(int width, int height, int samples) {
        return TiffFile.littleEndian()
                .longs(256, width)
                .longs(257, height)
                .shorts(258, 8)
                .shorts(259, 8)
                .shorts(262, 2)
                .shorts(277, samples)
                .shorts(338, 2);
    }

    /// An animation whose frames each fill the canvas and leave it empty, so that all of them must be looked
    /// at.
    private static byte[] clearedFrames(int count, int side, byte[] lossless) {
        var file = new WebpFile().extended(WebpFile.ANIMATION | WebpFile.ALPHA, side, side);
        for (int i = 0; i < count; i++) {
            file.frame(0, 0, side, side, WebpFile.CLEAR, lossless);
        }
        return file.build();
    }

    /// Strips of a row of two opaque pixels, all of which are the same bytes.
    private static byte[] lzwStrips(int count) {
        // codes of nine bits: CLEAR, eight times 255, END
        byte[] strip = new Bytes()
                .u8(0x80, 0x3F, 0xDF, 0xEF, 0xF7, 0xFB, 0xFD, 0xFE, 0xFF, 0x7F, 0xC0, 0x40)
                .build();
        var offsets = new long[count];
        var lengths = new long[count];
        Arrays.fill(offsets, 134 + 8L * count); // behind ten tags and the two arrays
        Arrays.fill(lengths, strip.length);
        byte[] directory = TiffFile.littleEndian()
                .longs(256, 2)
                .longs(257, count)
                .shorts(258, 8)
                .shorts(259, 5)
                .shorts(262, 2)
                .longs(273, offsets)
                .shorts(277, 4)
                .longs(278, 1)
                .longs(279, lengths)
                .shorts(338, 2)
                .build();
        return new Bytes().raw(directory).raw(strip).build();
    }

    /// Directories in a row, each with the same few tags.
    private static byte[] pages(int count) {
        var file = new Bytes().text("II").le16(42).le32(8);
        for (int i = 0; i < count; i++) {
            int next = 8 + (i + 1) * 18;
            file.le16(1).le16(254).le16(4).le32(1).le32(0).le32(i == count - 1 ? 0 : next);
        }
        return file.build();
    }

    private static byte[] frames(int count) {
        var file = GifFile.of(1, 1);
        for (int i = 0; i < count; i++) {
            file.image(0, 0, 1, 1, false, "0");
        }
        return file.end();
    }

    private static byte[] smallFrames(int count) {
        var file = PngFile.of(1, 1, 8, PngFile.RGBA)
                .chunk("acTL", new Bytes().u32(count).u32(0).build());
        byte[] pixel = PngFile.deflate(PngFile.plain(1, 1, -1));
        file.frame(0, 1, 1, 0, 0, 1, 0).chunk("IDAT", pixel);
        for (int i = 1; i < count; i++) {
            file.frame(2 * i - 1, 1, 1, 0, 0, 1, 0);
            file.chunk("fdAT", new Bytes().u32(2L * i).raw(pixel).build());
        }
        return file.end();
    }

    private static byte[] largeFrames() {
        int frames = 60;
        int side = 4_000;
        var file = PngFile.of(side, side, 8, PngFile.RGBA)
                .chunk("acTL", new Bytes().u32(frames).u32(0).build());
        byte[] rows = opaqueRows(side, side);
        file.frame(0, side, side, 0, 0, 1, 0).chunk("IDAT", rows);
        for (int i = 1; i < frames; i++) {
            file.frame(2 * i - 1, side, side, 0, 0, 1, 0);
            file.chunk("fdAT", new Bytes().u32(2L * i).raw(rows).build());
        }
        return file.end();
    }

    /// A GIF whose every code stands for one pixel more than the one before, as far as codes go.
    private static byte[] longStrings(int side) {
        long total = (long) side * side;
        var bits = new BitWriter();
        long done = 0;
        int next = 4096;
        int size = 3;
        int length = 1;
        while (done < total) {
            if (next > 4_094) {
                bits.bits(4, size).bits(0, 3);
                next = 6;
                size = 3;
                length = 1;
                done++;
            } else {
                bits.bits(next, size);
                done += ++length;
                next++;
                size = next == 1 << size && size < 12 ? size + 1 : size;
            }
        }
        byte[] codes = bits.bits(5, size).build();
        var file = new Bytes()
                .raw(Arrays.copyOf(
                        GifFile.of(side, side).control(GifFile.KEEP, 3).endWithoutTrailer(), 33))
                .u8(0x2C)
                .le16(0)
                .le16(0)
                .le16(side)
                .le16(side)
                .u8(0, 2);
        for (int i = 0; i < codes.length; i += 255) {
            int count = Math.min(255, codes.length - i);
            file.u8(count).raw(Arrays.copyOfRange(codes, i, i + count));
        }
        return file.u8(0, 0x3B).build();
    }
}
