package io.sluice.imaging.svg;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SvgParserTest {

    private static final String NAMESPACE = "xmlns='http://www.w3.org/2000/svg'";

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] svg(String attributes) {
        return utf8("<svg " + NAMESPACE + " " + attributes + "/>");
    }

    private static byte[] gzipped(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "width='120' height='80'                              | 120 | 80",
                "width='120px' height='80.4px'                        | 120 | 80",
                "width='1in' height='72pt'                            | 96  | 96",
                "width='210mm' height='29.7cm'                        | 794 | 1123",
                "width='2pc' height='40q'                             | 32  | 38",
                "width='1e2' height=' 50 '                            | 100 | 50",
                "width='2em' height='4ex'                             | 32  | 32",
                "viewBox='0 0 64 48'                                  | 64  | 48",
                "viewBox='-5,-5,64.4,48'                              | 64  | 48",
                "width='100%' height='100%' viewBox='0 0 64 48'       | 64  | 48",
                "height='50' viewBox='0 0 10 20'                      | 25  | 50",
                "width='50' viewBox='0 0 10 20'                       | 50  | 100",
                "width='50' height='20' viewBox='0 0 10 20'           | 50  | 20",
                "id='nothing-else'                                    | 300 | 150",
                "width='0.1' height='0.2'                             | 1   | 1"
            })
    void readsSizesInAllUnits(String attributes, int width, int height) {
        assertThatFile(svg(attributes)).isImage(ImageFormat.SVG, width, height).hasPages(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1252"})
    void readsEncodings(String encoding) {
        String text = "<?xml version='1.0' encoding='" + encoding + "'?><svg " + NAMESPACE
                + " width='12' height='8'><title>Grüße</title></svg>";
        assertThatFile(text.getBytes(Charset.forName(encoding))).isImage(ImageFormat.SVG, 12, 8);
    }

    @Test
    void readsPrefixesCommentsAndInternalEntities() {
        assertThatFile(utf8("""
                <?xml version="1.0"?>
                <!-- don't stop here -->
                <!DOCTYPE s:svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:9/svg11.dtd" [
                  <!ENTITY ns_svg "http://www.w3.org/2000/svg">
                  <!-- it's an apostrophe -->
                ]>
                <s:svg xmlns:s="&ns_svg;" width="12" height="8"><s:g/></s:svg>
                """)).isImage(ImageFormat.SVG, 12, 8);
    }

    @Test
    void inflatesSvgz() throws IOException {
        assertThatFile(gzipped(svg("width='12' height='8'"))).isImage(ImageFormat.SVG, 12, 8);
    }

    @Test
    void readsEmbeddedPhotosWithoutHoldingThem() {
        String photo = "A".repeat(30_000_000);
        assertThatFile(utf8("<svg " + NAMESPACE + " width='12' height='8'><image href='data:image/png;base64," + photo
                        + "'/></svg>"))
                .isImage(ImageFormat.SVG, 12, 8);
    }

    @Test
    void refusesBillionLaughs() {
        var text = new StringBuilder("<!DOCTYPE svg [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 12; i++) {
            text.append("<!ENTITY a")
                    .append(i)
                    .append(" '")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        assertThatFile(utf8(text.append("]><svg " + NAMESPACE + " width='12' height='8'><desc>&a11;</desc></svg>")
                        .toString()))
                .isCorruptBecause("not well-formed");
    }

    @Test
    void neverReadsExternalEntities() {
        // If the file were read, its name would have to exist; nothing is, so the reference stays empty.
        assertThatFile(utf8("<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///nonexistent/secret'>]><svg " + NAMESPACE
                        + " width='12' height='8'><desc>&e;</desc></svg>"))
                .isImage(ImageFormat.SVG, 12, 8);
    }

    @Test
    void refusesAGzipBomb() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bomb)) {
            gzip.write(utf8("<svg " + NAMESPACE + " width='12' height='8'>"));
            byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 64; i++) {
                gzip.write(spaces);
            }
            gzip.write(utf8("</svg>"));
        }
        assertThatFile(bomb.toByteArray()).isCorruptBecause("inflates to more than");
    }

    @Test
    void refusesADocumentTypeWithoutEnd() {
        assertThatFile(utf8("<!DOCTYPE svg [" + "<!ENTITY e 'x'>".repeat(50_000)))
                .isCorruptBecause("its document type is too long");
    }

    @Test
    void boundsDifferentNames() {
        var few = new StringBuilder("<svg " + NAMESPACE + " width='12' height='8'>");
        for (int i = 0; i < 19_000; i++) {
            few.append("<b a").append(i).append("=''/>");
        }
        assertThatFile(utf8(few + "</svg>")).isImage(ImageFormat.SVG, 12, 8);

        for (int i = 0; i < 2_000; i++) {
            few.append("<b c").append(i).append("=''/>");
        }
        assertThatFile(utf8(few + "</svg>")).isCorruptBecause("more than 20000 different names");
    }

    @Test
    void boundsTheLengthOfDifferentNames() {
        var names = new StringBuilder("<svg " + NAMESPACE + " width='12' height='8'>");
        for (int i = 0; i < 1_200; i++) {
            names.append("<b ").append("a".repeat(900)).append(i).append("=''/>");
        }
        assertThatFile(utf8(names + "</svg>")).isCorruptBecause("its names have more than");
    }

    @Test
    void boundsNamespaceDeclarationsThatAreInScopeAtOnce() {
        var once = "<g xmlns:a='u' xmlns:b=\"v\" xmlns='" + "http://www.w3.org/2000/svg" + "'><x xmlns='y'/></g>";
        assertThatFile(utf8("<svg " + NAMESPACE + " width='12' height='8'>" + once.repeat(50_000) + "</svg>"))
                .isImage(ImageFormat.SVG, 12, 8);

        assertThatFile(utf8("<svg " + NAMESPACE + " width='12' height='8'>" + "<g xmlns:a='u'>".repeat(256)
                        + "</g>".repeat(256) + "</svg>"))
                .isCorruptBecause("more than 256 of its namespace declarations");
    }

    @Test
    void boundsNamespaces() {
        var namespaces = new StringBuilder("<svg " + NAMESPACE + " width='12' height='8'>");
        for (int i = 0; i < 1_200; i++) {
            namespaces.append("<b xmlns=\"").append("u".repeat(900)).append(i).append("\"/>");
        }
        assertThatFile(utf8(namespaces + "</svg>")).isCorruptBecause("its names have more than");
    }

    @Test
    void countsNothingInCommentsTextAndOrdinaryValues() {
        var content = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            content.append("<g id='a")
                    .append(i)
                    .append("'>b")
                    .append(i)
                    .append("</g><!-- c")
                    .append(i)
                    .append(" -->");
        }
        assertThatFile(utf8("<svg " + NAMESPACE + " width='12' height='8'>" + content + "</svg>"))
                .isImage(ImageFormat.SVG, 12, 8);
    }

    @Test
    void refusesElementsNestedTooDeep() {
        assertThatFile(utf8("<svg " + NAMESPACE + " width='12' height='8'>" + "<g>".repeat(20_000)
                        + "</g>".repeat(20_000) + "</svg>"))
                .isCorruptBecause("nested more than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<svg width='12' height='8'><g></svg>",
                "<svg width='12' height='8'",
                "<svg width='12' height='8'><a b='<'/></svg>",
                "<svg width='12' height='8'></svg><svg/>",
                "<svg width='12' width='12' height='8'/>",
                "<svg width='12' height='8'>&undeclared;</svg>"
            })
    void refusesWhatIsNotWellFormed(String text) {
        assertThatFile(utf8(text)).isCorruptBecause("not well-formed XML at line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"width='-5' height='8'", "width='12' height='0'", "width='1e400' height='8'"})
    void refusesSizesThatAreNone(String attributes) {
        assertThatFile(svg(attributes)).isCorruptBecause("its ");
    }

    @Test
    void refusesTextThatIsNotInItsEncoding() {
        assertThatFile(new Bytes()
                        .text("<svg width='12' height='8'><title>")
                        .u8(0xFC)
                        .text("</title></svg>")
                        .build())
                .isCorruptBecause("not in the encoding");
    }

    @Test
    void refusesDamagedGzipData() throws IOException {
        byte[] file = gzipped(svg("width='12' height='8'"));
        file[file.length - 6] ^= 1; // checksum
        assertThatFile(file).isCorruptBecause("gzip data is damaged");
    }

    @Test
    void saysThatOtherXmlIsNotSupported() {
        assertThatFile(utf8("<?xml version='1.0'?><note/>")).isUnsupportedBecauseItIs("whose root is <note>");
        assertThatFile(utf8("<!DOCTYPE html><html><body><svg/></body></html>"))
                .isUnsupportedBecauseItIs("an HTML document");
    }
}
