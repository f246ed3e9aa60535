package io.sluice.imaging.pdf;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The loader of the chain of cross-reference sections from the end of a PDF file (ISO 32000-2, 7.5.4 to
/// 7.5.8).
final class PdfXrefLoader {

    /// `startxref` must be in the last 1,024 bytes; some writers append more.
    private static final int TAIL_BYTES = 4 * 1024;

    private static final int MOST_SECTIONS = 4096;

    private final ByteReader in;
    private final long header;
    private final PdfObjects objects;
    private final Set<Long> seen = new HashSet<>();

    PdfXrefLoader(ByteReader in, long header, PdfObjects objects) {
        this.in = in;
        this.header = header;
        this.objects = objects;
    }

    /// Adds all sections to the objects, the newest first, and returns the newest trailer.
    PdfValue.Dictionary load() throws Refusal, IOException {
        PdfValue.@Nullable Dictionary newest = null;
        long offset = start();
        while (offset >= 0) {
            var trailer = section(offset);
            newest = newest == null ? trailer : newest;
            // A hybrid file: the stream completes its table.
            long complement = position(trailer, "XRefStm");
            if (complement >= 0) {
                section(complement);
            }
            offset = position(trailer, "Prev");
        }
        if (newest == null) {
            throw in.corrupt("its cross-reference section is missing");
        }
        return newest;
    }

    private static long position(PdfValue.Dictionary trailer, String key) {
        return trailer.get(key).asInt(-1, Integer.MAX_VALUE);
    }

    private long start() throws Refusal, IOException {
        in.seek(Math.max(0, in.size() - TAIL_BYTES));
        String tail = in.text((int) in.remaining());
        int at = tail.lastIndexOf("startxref");
        if (at < 0) {
            throw in.corrupt("it ends at byte " + in.size() + " without startxref");
        }
        in.seek(in.size() - tail.length() + at + "startxref".length());
        return new PdfLexer(in).integer();
    }

    /// Reads one section and returns its trailer dictionary.
    private PdfValue.Dictionary section(long offset) throws Refusal, IOException {
        if (!seen.add(offset) || seen.size() > MOST_SECTIONS) {
            throw in.corrupt("its cross-reference sections form a loop at byte " + offset);
        }
        in.seek(header + offset);
        var lexer = new PdfLexer(in);
        if (lexer.keyword().equals("xref")) {
            return table(lexer);
        }
        in.seek(header + offset);
        return stream(lexer);
    }

    private PdfValue.Dictionary table(PdfLexer lexer) throws Refusal, IOException {
        long before = in.position();
        String word = lexer.keyword();
        while (!word.equals("trailer")) {
            in.seek(before);
            long first = lexer.integer();
            long count = lexer.integer();
            if (first < 0 || count < 0 || count > in.remaining() / PdfXref.Table.ENTRY_BYTES) {
                throw in.corrupt("the cross-reference table before byte " + in.position() + " is malformed");
            }
            in.step();
            skipToDigit();
            objects.add(new PdfXref.Table(in, first, count, in.position()));
            in.skip(count * PdfXref.Table.ENTRY_BYTES);
            before = in.position();
            word = lexer.keyword();
        }
        var trailer = lexer.value().asDictionary();
        if (trailer == null) {
            throw in.corrupt("the trailer before byte " + in.position() + " is no dictionary");
        }
        return trailer;
    }

    private void skipToDigit() throws Refusal, IOException {
        while (in.remaining() > 0) {
            if (!PdfLexer.isSpace(in.u8())) {
                in.seek(in.position() - 1);
                return;
            }
        }
    }

    private PdfValue.Dictionary stream(PdfLexer lexer) throws Refusal, IOException {
        long at = in.position();
        int number = (int) lexer.integer();
        in.seek(at);
        if (number < 0 || !(lexer.indirect(number) instanceof PdfValue.Stream stream)) {
            throw in.corrupt("there is no cross-reference section at byte " + at);
        }
        var dictionary = stream.dictionary();
        byte[] data = PdfStreams.decode(in, objects, stream, PdfDecryption.NONE, number);
        var widths = widths(dictionary);
        var bytes = new PdfXref.Bytes(data);
        long from = 0;
        var index = index(dictionary);
        for (int i = 0; i + 1 < index.size(); i += 2) {
            long first = index.get(i).asInt(0, Integer.MAX_VALUE);
            long count = index.get(i + 1).asInt(0, Integer.MAX_VALUE);
            objects.add(new PdfXref.Entries(bytes, widths, first, count, from));
            from += count * widths.total();
        }
        return dictionary;
    }

    private PdfXref.Widths widths(PdfValue.Dictionary dictionary) throws Refusal {
        var widths = new ArrayList<Integer>();
        if (dictionary.get("W") instanceof PdfValue.Array(var values)) {
            for (var value : values) {
                widths.add(value.asInt(-1, 8));
            }
        }
        if (widths.size() < 3 || widths.contains(-1) || widths.get(1) == 0) {
            throw in.corrupt("the cross-reference stream before byte " + in.position() + " has no valid field widths");
        }
        return new PdfXref.Widths(widths.get(0), widths.get(1), widths.get(2));
    }

    private static List<PdfValue> index(PdfValue.Dictionary dictionary) {
        return dictionary.get("Index") instanceof PdfValue.Array(var values)
                ? values
                : List.of(new PdfValue.Numeric(0), dictionary.get("Size"));
    }
}
