package io.sluice.imaging.pdf;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
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

    /// Most that is held of objects at a time, in the units of [PdfLexer#LARGEST]: a page tree is deep, and each node
    /// on the way down may be as large as an object can be.
    private static final int MOST_HELD = PdfLexer.LARGEST;

    private final ByteReader in;
    private final long header;
    private final List<PdfXref> sections = new ArrayList<>();
    private PdfDecryption decryption = PdfDecryption.NONE;

    /// The object stream used last: the objects of a page tree tend to share one.
    private @Nullable PdfObjectStream lastStream;

    private int decodedLeft = MOST_DECODED;
    private int held;

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

    /// How much is held of the objects that were resolved, for [#release].
    int held() {
        return held;
    }

    /// Takes note that nothing is held any more of what was resolved after `held`.
    void release(int held) {
        this.held = held;
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
        for (var section : sections) {
            in.step();
            switch (section.find(number)) {
                case PdfXref.Offset(long position) -> {
                    return at(position, number);
                }
                case PdfXref.InStream(int stream, int index) -> {
                    var lexer = stream(stream).at(index, number);
                    return held(lexer, lexer.value());
                }
                case PdfXref.Unknown() -> {}
            }
        }
        return PdfValue.Constant.NULL;
    }

    private PdfValue at(long position, int number) throws Refusal, IOException {
        in.seek(header + position);
        var lexer = new PdfLexer(in);
        return held(lexer, lexer.indirect(number));
    }

    private PdfValue held(PdfLexer lexer, PdfValue value) throws Refusal {
        held += lexer.units();
        if (held > MOST_HELD) {
            throw in.corrupt("its page tree is too large before byte " + in.position());
        }
        return value;
    }

    /// Decodes an object stream.
    PdfObjectStream stream(int number) throws Refusal, IOException {
        if (lastStream != null && lastStream.number() == number) {
            return lastStream;
        }
        // Looked up by hand: an object stream inside another would make this recurse.
        for (var section : sections) {
            in.step();
            if (section.find(number) instanceof PdfXref.Offset(long position)
                    && at(position, number) instanceof PdfValue.Stream stream) {
                byte[] content = PdfStreams.decode(in, this, stream, decryption, number);
                int first = stream.dictionary().get("First").asInt(0, MOST_DECODED);
                lastStream = new PdfObjectStream(number, in.within(content), first);
                return lastStream;
            }
        }
        throw in.corrupt("object stream " + number + " is missing");
    }
}
