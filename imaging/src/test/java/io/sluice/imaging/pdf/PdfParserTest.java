package io.sluice.imaging.pdf;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.PdfFile;
import io.sluice.imaging.fixture.PngFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PdfParserTest {

    private static final String A5 = "/MediaBox[0 0 420 595]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/MediaBox[0 0 420 595]                                            | 420 | 595",
                "/MediaBox[-100 -50 200 150]                                       | 300 | 200",
                "/MediaBox[200 150 -100 -50]                                       | 300 | 200",
                "/MediaBox[0 0 595.4 841.9]                                        | 595 | 842",
                "/MediaBox[0 0 420 595]/CropBox[10 20 110 70]                      | 100 | 50",
                "/MediaBox[0 0 420 595]/CropBox[-10 500 9999 9999]                 | 420 | 95",
                "/MediaBox[0 0 420 595]/CropBox[1000 1000 1100 1100]               | 420 | 595",
                "/MediaBox[0 0 420 595]/Rotate 90                                  | 595 | 420",
                "/MediaBox[0 0 420 595]/Rotate -270                                | 595 | 420",
                "/MediaBox[0 0 420 595]/Rotate 180                                 | 420 | 595",
                "/MediaBox[0 0 420 595]/UserUnit 2                                 | 420 | 595"
            })
    void cutsTheCropBoxToTheMediaBoxAndRotates(String attributes, int width, int height) {
        assertThatFile(PdfFile.onePage(attributes).withTable())
                .isImage(ImageFormat.PDF, width, height)
                .hasPages(1)
                .hasOrientation(1);
    }

    @Test
    void readsAllWaysToWriteAnObject() {
        assertThatFile(PdfFile.onePage("/A(a\\)(b)\\053\\\n)/B<4 1>/C true/M#65diaBox [ +0 0. % comment ]\n420 595 ]")
                        .withTable())
                .isImage(ImageFormat.PDF, 420, 595);
    }

    @Test
    void pagesInheritFromTheNodesAboveThem() {
        assertThatFile(new PdfFile()
                        .object("<</Type/Catalog/Pages 2 0 R>>")
                        .object("<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2" + A5 + "/Rotate 90>>")
                        .object("<</Type/Pages/Kids[4 0 R]/Count 1/Parent 2 0 R>>")
                        .object("<</Type/Page/Parent 3 0 R/CropBox 6 0 R>>")
                        .object("<</Type/Page/Parent 2 0 R>>")
                        .object("[0 0 200 100]")
                        .withTable())
                .isImage(ImageFormat.PDF, 100, 200)
                .hasPages(2);
    }

    @Test
    void readsObjectStreamsAndCrossReferenceStreams() {
        assertThatFile(PdfFile.packed(A5, UnaryOperator.identity(), ""))
                .isImage(ImageFormat.PDF, 420, 595)
                .hasPages(1);
    }

    @Test
    void aLaterRevisionGoesFirst() {
        byte[] first = PdfFile.onePage(A5).withTable();
        String text = new String(first, StandardCharsets.ISO_8859_1);
        int previous = text.indexOf("xref\n0");
        String page = "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 20]>>\nendobj\n";
        String update = page + "xref\n3 1\n%010d 00000 n \n".formatted(first.length)
                + "trailer\n<</Size 4/Root 1 0 R/Prev " + previous + ">>\nstartxref\n"
                + (first.length + page.length()) + "\n%%EOF\n";
        assertThatFile(new Bytes().raw(first).text(update).build()).isImage(ImageFormat.PDF, 10, 20);
    }

    @Test
    void toleratesSomethingBeforeTheHeader() {
        assertThatFile(new Bytes()
                        .text("From: a mail header\n\n")
                        .raw(PdfFile.onePage(A5).withTable())
                        .build())
                .isImage(ImageFormat.PDF, 420, 595);
    }

    @Test
    void findsObjectsWhenTheTableIsWrong() {
        String text = new String(PdfFile.onePage(A5).withTable(), StandardCharsets.ISO_8859_1);
        byte[] shifted = text.replace("%PDF-1.7\n", "%PDF-1.7\n%a few bytes more than before\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatFile(shifted).isImage(ImageFormat.PDF, 420, 595).hasPages(1);
    }

    @Test
    void findsObjectsWhereverTheyLieInALargeFile() {
        String objects = "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Kids[3 0 R]>> endobj "
                + "3 0 obj <</MediaBox[0 0 420 595]>> endobj trailer <</Root 1 0 R>>";
        // Portions of the file are looked through one by one; none of this may be lost where two meet.
        for (int padding = 65_536 - objects.length() - 20; padding < 65_536 + 20; padding++) {
            assertThatFile(new Bytes()
                            .text("%PDF-1.7\n")
                            .text(" ".repeat(padding))
                            .text(objects)
                            .text(" ".repeat(70_000))
                            .build())
                    .isImage(ImageFormat.PDF, 420, 595);
        }
    }

    @Test
    void refusesATableOfTooManySections() {
        assertThatFile(new Bytes()
                        .text("%PDF-1.7\nxref\n")
                        .text("0 0\n".repeat(20_000))
                        .text("trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF")
                        .build())
                .isCorruptBecause("more than 10000 cross-reference sections");
    }

    @Test
    void findsObjectsWithoutATableInObjectStreamsToo() {
        byte[] file = PdfFile.packed(A5, UnaryOperator.identity(), "");
        byte[] cut = Arrays.copyOf(file, new String(file, StandardCharsets.ISO_8859_1).indexOf("startxref"));
        assertThatFile(cut).isImage(ImageFormat.PDF, 420, 595);
    }

    @Test
    void countsPagesWhenTheDeclaredNumberIsImpossible() {
        assertThatFile(new PdfFile()
                        .object("<</Type/Catalog/Pages 2 0 R>>")
                        .object("<</Type/Pages/Kids[3 0 R 4 0 R]/Count 1000000>>")
                        .object("<</Type/Page" + A5 + ">>")
                        .object("<</Type/Page" + A5 + ">>")
                        .withTable())
                .hasPages(2);
    }

    @Test
    void readsAnEncryptedFileWhosePageTreeIsNot() {
        assertThatFile(PdfFile.onePage(A5).withTable("/Encrypt<</Filter/Standard/V 2/R 3>>/ID[<00><00>]"))
                .isImage(ImageFormat.PDF, 420, 595);
    }

    @Test
    void refusesAPageTreeThatIsALoop() {
        assertThatFile(new PdfFile()
                        .object("<</Type/Catalog/Pages 2 0 R>>")
                        .object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
                        .object("<</Type/Pages/Kids[2 0 R]/Count 1>>")
                        .withTable())
                .isCorruptBecause("its page tree forms a loop");
    }

    @Test
    void refusesReferencesThatAreALoop() {
        assertThatFile(new PdfFile()
                        .object("<</Type/Catalog/Pages 2 0 R>>")
                        .object("3 0 R")
                        .object("2 0 R")
                        .withTable())
                .isCorruptBecause("refers to itself");
    }

    @Test
    void refusesATableThatIsALoop() {
        byte[] file = PdfFile.onePage("").withTable("/Prev 9999999999");
        assertThatFile(file).isCorruptBecause("MediaBox");
    }

    @Test
    void refusesADocumentWithoutPages() {
        assertThatFile(new PdfFile()
                        .object("<</Type/Catalog/Pages 2 0 R>>")
                        .object("<</Type/Pages/Kids[]/Count 0>>")
                        .withTable())
                .isCorruptBecause("its page tree has no pages");
    }

    @Test
    void refusesAPageWithoutSize() {
        assertThatFile(PdfFile.onePage("").withTable()).isCorruptBecause("no valid MediaBox");
        assertThatFile(PdfFile.onePage("/MediaBox[0 0 0 10]").withTable()).isCorruptBecause("no valid MediaBox");
    }

    @Test
    void refusesAHeaderAlone() {
        assertThatFile("%PDF-1.7\n".getBytes(StandardCharsets.ISO_8859_1)).isCorruptBecause("no trailer");
    }

    @Test
    void refusesAnObjectStreamThatIsABomb() {
        byte[] bomb = PngFile.deflate(new byte[20_000_000]);
        assertThatFile(PdfFile.packed(A5, _ -> bomb, "")).isCorruptBecause("inflates to more than 8388608 bytes");
    }

    @Test
    void refusesStreamsOfOtherFiltersInFewWords() {
        var filters = new PdfFile(3)
                .stream("/Type/ObjStm/N 3/First 20/Filter[" + "/LZWDecode".repeat(100_000) + "]", new byte[9]);
        byte[] file = filters.withStream("", 1, 2, 3);
        assertThatFile(file).isCorruptBecause("not deflated: has several filters");
        var lzw = new PdfFile(3).stream("/Type/ObjStm/N 3/First 20/Filter/LZWDecode", new byte[9]);
        assertThatFile(lzw.withStream("", 1, 2, 3)).isCorruptBecause("not deflated: LZWDecode");
    }

    @Test
    void refusesAPageTreeWhoseNodesAreLargeTogether() {
        assertThatFile(nodesOf(40_000, 9)).isImage(ImageFormat.PDF, 420, 595);
        assertThatFile(nodesOf(40_000, 11)).isCorruptBecause("its page tree is too large");
    }

    /// A page below so many nodes, each with so many children that are none.
    private static byte[] nodesOf(int children, int depth) {
        var file = new PdfFile().object("<</Type/Catalog/Pages 2 0 R>>");
        for (int i = 0; i < depth; i++) {
            file.object("<</Type/Pages/Kids[" + "[]".repeat(children) + (i + 3) + " 0 R]/Count 1>>");
        }
        return file.object("<</Type/Page" + A5 + ">>").withTable();
    }

    @Test
    void refusesObjectsNestedTooDeep() {
        assertThatFile(PdfFile.onePage("/MediaBox" + "[".repeat(100_000)).withTable())
                .isCorruptBecause("nested too deep");
    }
}
