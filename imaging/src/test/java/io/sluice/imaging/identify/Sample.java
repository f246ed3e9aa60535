package io.sluice.imaging.identify;

import io.sluice.imaging.fixture.BitWriter;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.GifFile;
import io.sluice.imaging.fixture.HeifFile;
import io.sluice.imaging.fixture.JpegFile;
import io.sluice.imaging.fixture.JxlFile;
import io.sluice.imaging.fixture.LayeredPsd;
import io.sluice.imaging.fixture.PdfFile;
import io.sluice.imaging.fixture.PngFile;
import io.sluice.imaging.fixture.PsdFile;
import io.sluice.imaging.fixture.TiffFile;
import io.sluice.imaging.fixture.WebpFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A small sound file of each kind, rich enough to reach most of its parser.
enum Sample {
    PNG(() -> PngFile.of(9, 7, 8, PngFile.RGBA)
            .chunk("iCCP", new byte[20])
            .chunk("eXIf", TiffFile.bigEndian().shorts(0x0112, 6).build())
            .data(PngFile.plain(9, 7, 0x102030FF))
            .end()),
    PALETTE_PNG(() -> PngFile.of(4, 1, 2, PngFile.PALETTE)
            .chunk("PLTE", new byte[12])
            .chunk("tRNS", new byte[] {-1, 0, -1})
            .data(new byte[] {0, (byte) 0b11_11_10_00})
            .end()),
    APNG(() -> PngFile.of(4, 4, 8, PngFile.RGBA)
            .chunk("acTL", new Bytes().u32(2).u32(0).build())
            .frame(0, 4, 4, 0, 0, 1, 0)
            .data(PngFile.plain(4, 4, 0x102030FF))
            .frame(1, 4, 4, 0, 0, 0, 1)
            .frameData(2, PngFile.plain(4, 4, 0x102030FF))
            .end()),
    JPEG(() -> new JpegFile()
            .segment(
                    0xE1,
                    new Bytes()
                            .text("Exif\0\0")
                            .raw(TiffFile.littleEndian().shorts(0x0112, 8).build())
                            .build())
            .segment(0xEE, new Bytes().text("Adobe").zeros(7).build())
            .frame(JpegFile.PROGRESSIVE, 8, 640, 480, "\1\2\3")
            .scan('\1')
            .scan('\2')
            .end()),
    GIF(() -> GifFile.of(3, 2)
            .extension(0xFF, "NETSCAPE2.0")
            .control(GifFile.CLEAR, 3)
            .image(0, 0, 3, 2, true, "000000")
            .control(GifFile.RESTORE, 3)
            .image(0, 0, 3, 2, false, "012012")
            .end()),
    LOSSY_WEBP(() -> new WebpFile()
            .extended(WebpFile.ALPHA, 40, 30)
            .chunk("ALPH", WebpFile.plain(new BitWriter().bits(9, 8), 0xFF00).build())
            .chunk("VP8 ", WebpFile.lossy(40, 30))
            .build()),
    ANIMATED_WEBP(() -> new WebpFile()
            .extended(WebpFile.ANIMATION | WebpFile.ALPHA, 8, 8)
            .frame(0, 0, 8, 8, 1, WebpFile.lossless(8, 8, 0xFF10_2030))
            .frame(0, 0, 8, 8, 2, WebpFile.lossless(8, 8, 0xFF10_2030))
            .build()),
    TIFF(() -> TiffFile.image(6, 5, 4, 2).shorts(338, 2).shorts(274, 6).withStrip(full(120))),
    DEFLATED_TIFF(() -> TiffFile.littleEndian()
            .longs(256, 6)
            .longs(257, 5)
            .shorts(258, 8, 8, 8, 8)
            .shorts(259, 8)
            .shorts(262, 2)
            .shorts(277, 4)
            .shorts(317, 2)
            .shorts(338, 1)
            .withStrip(PngFile.deflate(full(120)))),
    LZW_TIFF(() -> TiffFile.bigEndian()
            .longs(256, 2)
            .longs(257, 1)
            .shorts(258, 8)
            .shorts(259, 5)
            .shorts(262, 1)
            .shorts(277, 2)
            .shorts(338, 1)
            .withStrip(new byte[] {(byte) 0x80, 0x3F, (byte) 0xE0, 0x4F, (byte) 0xF8, 0x08})),
    PSD(() -> PsdFile.psd(4, 2, 2, 8, PsdFile.RGB)
            .resource(0x040F, new byte[9])
            .layerCount(-1)
            .raw(full(16))),
    PSB(() -> PsdFile.psb(2, 4, 2, 8, PsdFile.GRAY)
            .layerCount(-1)
            .packed(new byte[] {-3, 9}, new byte[] {-3, 9}, new byte[] {-3, -1}, new byte[] {-2, -1, 0, -1})),
    LAYERED_PSD(() -> {
        var psd = LayeredPsd.rgb(2, 2);
        psd.layer(0, 0, 2, 2).filled(1, 2, 3);
        psd.beginGroup();
        psd.layer(0, 0, 1, 1).filled(1, 2, 3, 4).mask(0, 0, 1, 255, 0, new byte[0], 9);
        psd.endGroup("pass");
        return psd.bytes();
    }),
    HEIC(() -> HeifFile.of("heic")
            .item("grid", HeifFile.extent(64, 48), HeifFile.box("irot", new byte[] {1}))
            .item("hvc1", HeifFile.extent(64, 48), HeifFile.pixelDepth(10))
            .item("hvc1", HeifFile.extent(64, 48), HeifFile.alpha())
            .reference("dimg", 1, 2)
            .reference("auxl", 3, 1)
            .build()),
    AVIF_SEQUENCE(() -> HeifFile.sequence("avis", 64, 48, 5, true)),
    JXL(() -> new JxlFile().size(99, 88).metadata(6, true, true, false).build()),
    JXL_CONTAINER(
            () -> new JxlFile().size(99, 88).metadata(6, true, true, false).inContainer()),
    EPS(() -> text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: (atend)\n%%HiResBoundingBox: 0 0 9.5 8\n%%EndComments\n"
            + "showpage\n%%Trailer\n%%BoundingBox: 0 0 10 8\n%%EOF\n")),
    PDF(() -> PdfFile.onePage("/MediaBox[0 0 420 595]/CropBox[1 2 300 400]/Rotate 90")
            .withTable()),
    PACKED_PDF(() -> PdfFile.packed("/MediaBox[0 0 420 595]", UnaryOperator.identity(), "")),
    SVG(() -> text("<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE svg [<!ENTITY e 'x'>]><!-- c -->"
            + "<svg xmlns='http://www.w3.org/2000/svg' width='12mm' viewBox='0 0 12 8'><g a='&e;'>&e;</g>"
            + "<![CDATA[ x ]]></svg>"));

    private final Supplier<byte[]> maker;

    Sample(Supplier<byte[]> maker) {
        this.maker = maker;
    }

    byte[] bytes() {
        return maker.get();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] full(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 255);
        return bytes;
    }
}
