package io.sluice.imaging.identify;

import io.sluice.imaging.MemoryImageBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The objects of a PDF file by number, wherever its cross-reference sections say they are.
final class PdfObjects {

    private static final int MOST_INDIRECTIONS = 32;
    private static final int MOST_SECTIONS = 10_000;

    /// Most decoded bytes of all object and cross-reference streams that are looked into.
    private static final int MOST_DECODED = 32 * 1024 * 1024;

    private final ByteReader in;
    private final long header;
    private final List<PdfXref> sections = new ArrayList<>();
    private PdfDecryption decryption = PdfDecryption.NONE;

    /// The object stream used last, decoded: the objects of a page tree tend to share one.
    private @Nullable ByteReader lastStream;

    private int decodedLeft = MOST_DECODED;
    private int lastStreamNumber;
    private int lastStreamFirst;

    /// @param header where `%PDF-` is; offsets count from there
    PdfObjects(ByteReader in, long header) {
        this.in = in;
        this.header = header;
    }

    /// Adds a section; those added before go first.
    void add(PdfXref section) throws Refusal {
        if (sections.size() == MOST_SECTIONS) {
            throw in.corrupt("it has more than " + MOST_SECTIONS + " cross-reference sections");
        }
        sections.add(section);
    }

    /// Takes note of decoded bytes, whose sum is bounded.
    void decoded(int bytes) throws Refusal {
        decodedLeft -= bytes;
        if (decodedLeft < 0) {
            throw in.corrupt("its object and cross-reference streams inflate to more than " + MOST_DECODED + " bytes");
        }
    }

    void decryptWith(PdfDecryption decryption) {
        this.decryption = decryption;
    }

    /// Follows references to what they refer to; an object that does not exist is null (ISO 32000-2, 7.3.10).
    PdfValue resolve(PdfValue value) throws Refusal, IOException {
        var current = value;
        for (int i = 0; current instanceof PdfValue.Reference reference; i++) {
            if (i == MOST_INDIRECTIONS) {
                throw in.corrupt("object " + reference.number() + " refers to itself");
            }
            current = object(reference.number());
        }
        return current;
    }

    /// The dictionary behind a key, null if there is none.
    PdfValue.@Nullable Dictionary dictionary(PdfValue.Dictionary owner, String key) throws Refusal, IOException {
        return resolve(owner.get(key)).asDictionary();
    }

    private PdfValue object(int number) throws Refusal, IOException {
        in.step();
        for (var section : sections) {
            switch (section.find(number)) {
                case PdfXref.Offset(long position) -> {
                    return at(position, number);
                }
                case PdfXref.InStream(int stream, int index) -> {
                    return inStream(stream, index, number);
                }
                case PdfXref.Unknown() -> {}
            }
        }
        return PdfValue.Constant.NULL;
    }

    private PdfValue at(long position, int number) throws Refusal, IOException {
        in.seek(header + position);
        return new PdfLexer(in).indirect(number);
    }

    /// ISO 32000-2, 7.5.7: pairs of object number and offset, then the objects.
    private PdfValue inStream(int stream, int index, int number) throws Refusal, IOException {
        var content = stream(stream);
        content.seek(0);
        var lexer = new PdfLexer(content);
        for (int i = 0; i < index; i++) {
            lexer.integer();
            lexer.integer();
        }
        if (lexer.integer() != number) {
            throw in.corrupt("object " + number + " is not at place " + index + " of object stream " + stream);
        }
        content.seek(lastStreamFirst + lexer.integer());
        return new PdfLexer(content).value();
    }

    /// The numbers of the objects in an object stream, in order.
    List<Integer> membersOf(int stream) throws Refusal, IOException {
        var content = stream(stream);
        content.seek(0);
        var lexer = new PdfLexer(content);
        var members = new ArrayList<Integer>();
        while (content.position() < lastStreamFirst) {
            content.step();
            long number = lexer.integer();
            lexer.integer();
            if (number < 0 || number > Integer.MAX_VALUE) {
                break;
            }
            members.add((int) number);
        }
        return members;
    }

    private ByteReader stream(int number) throws Refusal, IOException {
        if (lastStream != null && lastStreamNumber == number) {
            return lastStream;
        }
        // Looked up by hand: an object stream inside another would make this recurse.
        for (var section : sections) {
            if (section.find(number) instanceof PdfXref.Offset(long position)
                    && at(position, number) instanceof PdfValue.Stream stream) {
                byte[] content = PdfStreams.decode(in, this, stream, decryption, number);
                var reader = new ByteReader(new MemoryImageBytes(content), in.format(), content);
                lastStreamFirst = stream.dictionary().get("First").asInt(0, MOST_DECODED);
                lastStreamNumber = number;
                lastStream = reader;
                return reader;
            }
        }
        throw in.corrupt("object stream " + number + " is missing");
    }
}
