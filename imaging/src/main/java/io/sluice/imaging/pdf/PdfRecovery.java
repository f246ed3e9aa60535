package io.sluice.imaging.pdf;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The recovery of a PDF whose cross-reference sections are missing or wrong: it searches the whole file for
/// `number generation obj` and trailers, like all PDF viewers. Later definitions replace earlier ones.
final class PdfRecovery implements PdfXref {

    private static final int MOST_OBJECTS = 200_000;

    /// Maximum number of objects that are parsed to determine their types.
    private static final int MOST_INSPECTED = 30_000;

    /// Maximum number of trailers; a document has one for each revision.
    private static final int MOST_TRAILERS = 64;

    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int LONGEST_MATCH = 64;
    private static final int MOST_SPACE = 16;
    private static final byte[] TRAILER = "trailer".getBytes(StandardCharsets.US_ASCII);

    private final ByteReader in;
    private final long header;
    private final Map<Integer, Place> places = new TreeMap<>();
    private final Deque<Long> trailers = new ArrayDeque<>();
    private PdfValue.@Nullable Dictionary trailer;

    private PdfRecovery(ByteReader in, long header) {
        this.in = in;
        this.header = header;
    }

    /// Searches the file.
    static PdfRecovery of(ByteReader in, long header) throws Refusal, IOException {
        var recovery = new PdfRecovery(in, header);
        recovery.scan();
        recovery.readTrailer();
        return recovery;
    }

    @Override
    public Place find(int object) {
        return places.getOrDefault(object, UNKNOWN);
    }

    /// Returns the last trailer with a root, or one created for the catalog that was found.
    ///
    /// @param objects contains this section already
    PdfValue.Dictionary trailer(PdfObjects objects) throws Refusal, IOException {
        if (trailer != null) {
            objects.decryptWith(PdfEncryption.of(in, objects, trailer));
        }
        int held = objects.held();
        for (int number : places.keySet().stream().limit(MOST_INSPECTED).toList()) {
            try {
                inspect(objects, number);
            } catch (Refusal _) {
                // A damaged object in a damaged file; the page tree may not need it.
                in.step();
            }
            objects.release(held);
        }
        if (trailer == null) {
            throw in.corrupt("it has no trailer and no catalog");
        }
        return trailer;
    }

    /// Searches objects, which begin with two integers and `obj`, and trailers, which are followed by a
    /// dictionary.
    ///
    /// It searches the raw bytes, which takes a fraction of the time of reading words.
    private void scan() throws Refusal, IOException {
        byte[] block = new byte[BLOCK_BYTES];
        int kept = 0; // from the previous block, so that words across the boundary are found
        long blockAt = header;
        in.seek(header);
        int read = in.read(block, 0, block.length);
        while (read > 0) {
            int length = kept + read;
            boolean last = in.remaining() == 0;
            int end = last ? length : length - LONGEST_MATCH;
            for (int i = 2; i < end; i++) {
                if (block[i] == 'j' && block[i - 1] == 'b' && block[i - 2] == 'o') {
                    noteObject(block, i - 2, blockAt);
                } else if (block[i] == 'r' && endsWith(block, i + 1, TRAILER)) {
                    trailers.add(blockAt + i + 1);
                    if (trailers.size() > MOST_TRAILERS) {
                        trailers.removeFirst();
                    }
                }
            }
            kept = last ? 0 : Math.min(length, 2 * LONGEST_MATCH);
            System.arraycopy(block, length - kept, block, 0, kept);
            blockAt += length - kept;
            read = in.read(block, kept, block.length - kept);
        }
    }

    private static boolean endsWith(byte[] block, int end, byte[] word) {
        return end >= word.length && Arrays.equals(block, end - word.length, end, word, 0, word.length);
    }

    /// Reads the two integers backwards from `obj`.
    private void noteObject(byte[] block, int at, long blockAt) {
        int generationEnd = spaceBefore(block, at);
        int generation = digitsBefore(block, generationEnd);
        int numberEnd = spaceBefore(block, generation);
        int number = digitsBefore(block, numberEnd);
        boolean separate = generationEnd < at && generation < generationEnd && numberEnd < generation;
        if (separate && number < numberEnd && numberEnd - number < 10 && generationEnd - generation <= 5) {
            int value = 0;
            for (int i = number; i < numberEnd; i++) {
                value = 10 * value + block[i] - '0';
            }
            note(value, new Offset(blockAt + number - header));
        }
    }

    private static int spaceBefore(byte[] block, int at) {
        int start = at;
        while (start > 0 && at - start < MOST_SPACE && PdfLexer.isSpace(block[start - 1])) {
            start--;
        }
        return start;
    }

    private static int digitsBefore(byte[] block, int at) {
        int start = at;
        while (start > 0 && at - start < 10 && block[start - 1] >= '0' && block[start - 1] <= '9') {
            start--;
        }
        return start;
    }

    private void note(int number, Place place) {
        if (places.size() < MOST_OBJECTS || places.containsKey(number)) {
            places.put(number, place);
        }
    }

    /// Reads the last trailer that has a root.
    private void readTrailer() throws Refusal, IOException {
        while (trailer == null && !trailers.isEmpty()) {
            in.seek(trailers.removeLast());
            try {
                var dictionary = new PdfLexer(in).value().asDictionary();
                if (dictionary != null && dictionary.get("Root") != PdfValue.Constant.NULL) {
                    trailer = dictionary;
                }
            } catch (Refusal _) {
                in.step(); // not a trailer
            }
        }
    }

    private void inspect(PdfObjects objects, int number) throws Refusal, IOException {
        var dictionary = objects.resolve(new PdfValue.Reference(number, 0)).asDictionary();
        if (dictionary == null) {
            return;
        }
        if (dictionary.hasType("ObjStm")) {
            var stream = objects.stream(number);
            for (int i = 0; i < stream.size(); i++) {
                int member = stream.member(i);
                if (!places.containsKey(member)) {
                    note(member, new InStream(number, i));
                }
                if (trailer == null && isCatalog(objects, member)) {
                    trailer = rootedAt(member);
                }
            }
        } else if (trailer == null && dictionary.hasType("Catalog")) {
            trailer = rootedAt(number);
        } else if (dictionary.hasType("XRef") && dictionary.get("Root") != PdfValue.Constant.NULL) {
            trailer = dictionary;
        }
    }

    private static boolean isCatalog(PdfObjects objects, int number) throws Refusal, IOException {
        int held = objects.held();
        var dictionary = objects.resolve(new PdfValue.Reference(number, 0)).asDictionary();
        objects.release(held);
        return dictionary != null && dictionary.hasType("Catalog");
    }

    private static PdfValue.Dictionary rootedAt(int number) {
        return new PdfValue.Dictionary(Map.of("Root", new PdfValue.Reference(number, 0)));
    }

    /// Returns the number of objects.
    int size() {
        return places.size();
    }
}
