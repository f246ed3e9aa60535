package io.sluice.lab.bench.fair.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.command.Bytes;
import io.sluice.testsupport.UniqueJpegs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/// Files that are made to do harm: cut off, with sizes that are not true, or small and costly to look at.
public final class HostileFiles {

    private static final int NAMES_BYTES = 31_000_000;
    private static final int NAMESPACES_BYTES = 7_500_000;
    private static final int PREFIXES = 300;

    private HostileFiles() {}

    /// A file.
    public record Hostile(String name, Bytes content) {}

    /// Makes all of them.
    public static List<Hostile> all() {
        var jpeg = UniqueJpegs.of(100_000).next();
        var tiff = new StripedTiff(2_000, 2_000, false).encode("truncated");
        return List.of(
                hostile("truncated.jpg", Arrays.copyOf(jpeg, jpeg.length / 2)),
                hostile("header-only.jpg", Arrays.copyOf(jpeg, 30)),
                hostile("truncated.tif", Arrays.copyOf(tiff, tiff.length * 2 / 3)),
                hostile("alias-deflate.tif", new StripedTiff(6_000, 6_000, true).encode("alias")),
                hostile("huge.png", png(Integer.MAX_VALUE, Integer.MAX_VALUE)),
                hostile("empty-data.png", png(5_000, 5_000)),
                hostile("names.svgz", gzipped(HostileFiles::names)),
                hostile("namespaces.svgz", gzipped(HostileFiles::namespaces)));
    }

    private static Hostile hostile(String name, byte[] content) {
        return new Hostile(name, Bytes.of(content));
    }

    /// Signature, header and end of a PNG without any pixels (W3C PNG, section 5).
    private static byte[] png(int width, int height) {
        var header = ByteBuffer.allocate(4 + 13).put("IHDR".getBytes(US_ASCII));
        header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        var file = ByteBuffer.allocate(8 + 4 + 17 + 4 + 12);
        file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        file.putInt(13).put(header.array()).putInt(crc(header.array()));
        var end = "IEND".getBytes(US_ASCII);
        file.putInt(0).put(end).putInt(crc(end));
        return file.array();
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /// Elements whose attributes all have different names, of which an XML parser keeps a table.
    private static void names(StringBuilder svg) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">");
        for (var name = 0; svg.length() < NAMES_BYTES; ) {
            svg.append("<b ");
            for (var i = 0; i < 1_500; i++, name++) {
                svg.append('a').append(Integer.toString(name, 36)).append("=\"\" ");
            }
            svg.append("/>");
        }
        svg.append("</svg>");
    }

    /// Nested elements that declare several hundred namespaces each, all of them in scope at the innermost
    /// one.
    private static void namespaces(StringBuilder svg) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">");
        var levels = 0;
        while (svg.length() < NAMESPACES_BYTES) {
            svg.append("<g");
            for (var i = 0; i < PREFIXES; i++) {
                svg.append(" xmlns:p").append(levels).append('_').append(i).append("=\"u\"");
            }
            svg.append('>');
            levels++;
        }
        svg.append("</g>".repeat(levels)).append("</svg>");
    }

    private static byte[] gzipped(Consumer<StringBuilder> text) {
        var svg = new StringBuilder();
        text.accept(svg);
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(svg.toString().getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
