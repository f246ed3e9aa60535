package io.sluice.imaging.identify;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the objects of a PDF whose cross-reference sections are missing or wrong, by reading through all of it for
/// `number generation obj` and trailers, as all PDF viewers do. Later definitions replace earlier ones.
final class PdfRecovery implements PdfXref {

    private static final int MOST_OBJECTS = 200_000;

    /// Most objects that are parsed to learn what they are.
    private static final int MOST_INSPECTED = 50_000;

    private static final int LONGEST_WORD = 16;

    private final ByteReader in;
    private final long header;
    private final Map<Integer, Place> places = new TreeMap<>();
    private PdfValue.@Nullable Dictionary trailer;

    private PdfRecovery(ByteReader in, long header) {
        this.in = in;
        this.header = header;
    }

    /// Reads through the file.
    static PdfRecovery of(ByteReader in, long header) throws Refusal, IOException {
        var recovery = new PdfRecovery(in, header);
        recovery.scan();
        return recovery;
    }

    @Override
    public Place find(int object) {
        return places.getOrDefault(object, UNKNOWN);
    }

    /// The last trailer with a root, or one made up for the catalog that is found.
    ///
    /// @param objects knows this section already
    PdfValue.Dictionary trailer(PdfObjects objects) throws Refusal, IOException {
        if (trailer != null) {
            objects.decryptWith(PdfEncryption.of(in, objects, trailer));
        }
        for (int number : places.keySet().stream().limit(MOST_INSPECTED).toList()) {
            try {
                inspect(objects, number);
            } catch (Refusal _) {
                // A damaged object in a damaged file; the page tree may well do without it.
                in.step();
            }
        }
        if (trailer == null) {
            throw in.corrupt("it has no trailer and no catalog");
        }
        return trailer;
    }

    /// Two integers and `obj` begin an object; `trailer` is followed by a dictionary.
    private void scan() throws Refusal, IOException {
        in.seek(header);
        long number = -1;
        long numberAt = 0;
        long generation = -1;
        long generationAt = 0;
        var word = new StringBuilder();
        while (in.remaining() > 0) {
            int c = in.u8();
            boolean ends = PdfLexer.isSpace(c) || PdfLexer.isDelimiter(c);
            if (!ends && word.length() < LONGEST_WORD) {
                word.append((char) c);
            } else if (ends && !word.isEmpty()) {
                String token = word.toString();
                long at = in.position() - 1 - token.length();
                word.setLength(0);
                if (token.equals("obj") && number >= 0 && number <= Integer.MAX_VALUE && generation <= 0xFFFF) {
                    note((int) number, new Offset(numberAt - header));
                } else if (token.equals("trailer")) {
                    in.seek(in.position() - 1);
                    readTrailer();
                }
                long value = integer(token);
                number = value < 0 ? -1 : generation;
                numberAt = generationAt;
                generation = value;
                generationAt = at;
            }
        }
    }

    private static long integer(String token) {
        return token.length() < LONGEST_WORD && token.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(token)
                : -1;
    }

    private void note(int number, Place place) {
        if (places.size() < MOST_OBJECTS) {
            places.put(number, place);
        }
    }

    private void readTrailer() throws Refusal, IOException {
        long at = in.position();
        try {
            var dictionary = new PdfLexer(in).value().asDictionary();
            if (dictionary != null && dictionary.get("Root") != PdfValue.Constant.NULL) {
                trailer = dictionary;
            }
        } catch (Refusal _) {
            in.seek(at); // not a trailer after all; what follows may still hold objects
        }
    }

    private void inspect(PdfObjects objects, int number) throws Refusal, IOException {
        var dictionary = objects.resolve(new PdfValue.Reference(number, 0)).asDictionary();
        if (dictionary == null) {
            return;
        }
        if (dictionary.hasType("ObjStm")) {
            var members = objects.membersOf(number);
            for (int i = 0; i < members.size(); i++) {
                places.putIfAbsent(members.get(i), new InStream(number, i));
                if (trailer == null && isCatalog(objects, members.get(i))) {
                    trailer = rootedAt(members.get(i));
                }
            }
        } else if (trailer == null && dictionary.hasType("Catalog")) {
            trailer = rootedAt(number);
        } else if (dictionary.hasType("XRef") && dictionary.get("Root") != PdfValue.Constant.NULL) {
            trailer = dictionary;
        }
    }

    private static boolean isCatalog(PdfObjects objects, int number) throws Refusal, IOException {
        var dictionary = objects.resolve(new PdfValue.Reference(number, 0)).asDictionary();
        return dictionary != null && dictionary.hasType("Catalog");
    }

    private static PdfValue.Dictionary rootedAt(int number) {
        return new PdfValue.Dictionary(Map.of("Root", new PdfValue.Reference(number, 0)));
    }

    /// How many objects there are.
    int size() {
        return places.size();
    }
}
