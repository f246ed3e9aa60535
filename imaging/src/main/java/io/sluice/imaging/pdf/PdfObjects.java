package io.sluice.imaging.pdf;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The objects of a PDF file by number, located by its cross-reference sections.
final class PdfObjects {

    private static final int MOST_INDIRECTIONS = 32;
    private static final int MOST_SECTIONS = 10_000;

    /// Maximum decoded bytes of all object and cross-reference streams that are read.
    private static final int MOST_DECODED = 32 * 1024 * 1024;

    /// Maximum size of objects held at the same time, in the units of [PdfLexer#LARGEST]: a page tree is
    /// deep, and each node on the way down may have the maximum size of an object.
    private static final int MOST_HELD = PdfLexer.LARGEST;

    private final ByteReader in;
    private final long header;
    private final List<PdfXref> sections = new ArrayList<>();
    private PdfDecryption decryption = PdfDecryption.NONE;

    /// The last used object stream: the objects of a page tree are usually in one stream.
    private @Nullable PdfObjectStream lastStream;

    private int decodedLeft = MOST_DECODED;
    private int held;

    /// @param header position of `%PDF-`, from which offsets count
    PdfObjects(ByteReader in, long header) {
        this.in = in;
        this.header = header;
    }

    /// Adds a section; sections added before take precedence.
    void add(PdfXref section) throws Refusal {
        if (sections.size() == MOST_SECTIONS) {
            throw in.corrupt("it has more than " + MOST_SECTIONS + " cross-reference sections");
        }
        sections.add(section);
    }

    /// Counts decoded bytes, whose sum is limited.
    void decoded(int bytes) throws Refusal {
        decodedLeft -= bytes;
        if (decodedLeft < 0) {
            throw in.corrupt("its object and cross-reference streams inflate to more than " + MOST_DECODED + " bytes");
        }
    }

    void decryptWith(PdfDecryption decryption) {
        this.decryption = decryption;
    }

    /// Returns the size of the resolved objects that are held, for [#release].
    int held() {
        return held;
    }

    /// Records that no object is held any more that was resolved after `held`.
    void release(int held) {
        this.held = held;
    }

    /// Resolves references; an object that does not exist is null (ISO 32000-2, 7.3.10).
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

    /// Returns the dictionary under a key, null if there is none.
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
        // Not resolved recursively, because an object stream might be inside another.
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
