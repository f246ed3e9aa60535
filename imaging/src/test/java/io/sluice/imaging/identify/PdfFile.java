package io.sluice.imaging.identify;

import java.util.ArrayList;
import java.util.List;

/// Writes PDF files: objects, then a cross-reference table or stream.
final class PdfFile {

    private final Bytes bytes = new Bytes().text("%PDF-1.7\n");
    private final List<Integer> offsets = new ArrayList<>();
    private final int packed;

    PdfFile() {
        this(0);
    }

    /// @param packed how many objects come first, in a stream: numbers of the others count from the one behind
    PdfFile(int packed) {
        this.packed = packed;
    }

    /// Adds the next object.
    PdfFile object(String content) {
        return object(new Bytes().text(content));
    }

    private PdfFile object(Bytes content) {
        offsets.add(bytes.size());
        bytes.text(packed + offsets.size() + " 0 obj\n").raw(content.build()).text("\nendobj\n");
        return this;
    }

    PdfFile stream(String dictionary, byte[] data) {
        return object(new Bytes()
                .text("<<" + dictionary + "/Length " + data.length + ">>\nstream\n")
                .raw(data)
                .text("\nendstream"));
    }

    /// A catalog, a page tree of one page, and the page.
    static PdfFile onePage(String attributes) {
        return new PdfFile()
                .object("<</Type/Catalog/Pages 2 0 R>>")
                .object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
                .object("<</Type/Page/Parent 2 0 R" + attributes + ">>");
    }

    byte[] withoutTable() {
        return bytes.build();
    }

    byte[] withTable() {
        return withTable("");
    }

    /// @param trailer further entries of the trailer
    byte[] withTable(String trailer) {
        return withTable(trailer, "");
    }

    /// @param sections of the table that go before that of the objects
    byte[] withTable(String trailer, String sections) {
        int start = bytes.size();
        bytes.text("xref\n" + sections + "0 " + (offsets.size() + 1) + "\n0000000000 65535 f \n");
        for (int offset : offsets) {
            bytes.text("%010d 00000 n \n".formatted(offset));
        }
        return bytes.text("trailer\n<</Size " + (offsets.size() + 1) + "/Root 1 0 R" + trailer + ">>\nstartxref\n"
                        + start + "\n%%EOF\n")
                .build();
    }

    /// A cross-reference stream with PNG prediction; `packed` objects are in the object stream that was added last.
    byte[] withStream(String trailer, int... packed) {
        int start = bytes.size();
        int self = offsets.size() + packed.length + 1;
        var rows = new Bytes().u8(0, 0).u16(0).u8(0);
        int[] index = {0};
        for (int number : packed) {
            rows.u8(0, 2).u16(self - 1).u8(index[0]++);
            if (number != index[0]) {
                throw new IllegalArgumentException("packed objects must come first");
            }
        }
        for (int offset : offsets) {
            rows.u8(0, 1).u16(offset).u8(0);
        }
        rows.u8(0, 1).u16(start).u8(0);
        byte[] data = PngFile.deflate(rows.build());
        return bytes.text(self + " 0 obj\n<</Type/XRef/Size " + (self + 1) + "/W[1 2 1]/Filter/FlateDecode"
                        + "/DecodeParms<</Predictor 12/Columns 4>>/Root 1 0 R" + trailer + "/Length " + data.length
                        + ">>\nstream\n")
                .raw(data)
                .text("\nendstream\nendobj\nstartxref\n" + start + "\n%%EOF\n")
                .build();
    }

    /// A file whose catalog, page tree and page are in one object stream.
    ///
    /// @param protect what to do with the stream's data, such as encrypting it
    static byte[] packed(String attributes, java.util.function.UnaryOperator<byte[]> protect, String trailer) {
        String[] objects = {
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R" + attributes + ">>"
        };
        var directory = new StringBuilder();
        var content = new StringBuilder();
        for (int i = 0; i < objects.length; i++) {
            directory.append(i + 1).append(' ').append(content.length()).append(' ');
            content.append(objects[i]).append(' ');
        }
        byte[] data = PngFile.deflate(
                new Bytes().text(directory.toString()).text(content.toString()).build());
        var file = new PdfFile();
        int start = file.bytes.size();
        byte[] stored = protect.apply(data);
        file.bytes
                .text("4 0 obj\n<</Type/ObjStm/N 3/First " + directory.length() + "/Filter/FlateDecode/Length "
                        + stored.length + ">>\nstream\n")
                .raw(stored)
                .text("\nendstream\nendobj\n");
        file.offsets.add(start);
        return file.withStream(trailer, 1, 2, 3);
    }
}
