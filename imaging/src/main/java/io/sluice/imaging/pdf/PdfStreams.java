package io.sluice.imaging.pdf;

import io.sluice.imaging.png.PngRows;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A decoder of object and cross-reference streams: no filter or FlateDecode, with or without a PNG predictor
/// (ISO 32000-2, 7.4.4). Writers use no other filters for them.
final class PdfStreams {

    /// Maximum size of a decoded stream: object streams contain some hundred objects, cross-reference streams
    /// some bytes for each object.
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /// Minimum counted size of a stream: starting to inflate takes as long as inflating so many bytes.
    private static final int LEAST_BYTES = 1024;

    private static final int FIRST_PNG_PREDICTOR = 10;

    private PdfStreams() {}

    /// Returns the decoded data of a stream.
    ///
    /// @param number the stream's object number, on which its encryption depends
    static byte[] decode(
            ByteReader in, PdfObjects objects, PdfValue.Stream stream, PdfDecryption decryption, int number)
            throws Refusal, IOException {
        var dictionary = stream.dictionary();
        var filter = single(objects, dictionary.get("Filter"));
        boolean deflated = filter.equals(new PdfValue.Name("FlateDecode"));
        if (!deflated && !filter.equals(PdfValue.Constant.NULL)) {
            String name = filter instanceof PdfValue.Name(String value) ? value : "has several filters";
            throw in.corrupt("the stream in object " + number + " is not deflated: " + name);
        }
        in.seek(stream.data());
        // Deflated data contains its end, so that a wrong /Length is harmless; other data needs it.
        if (deflated && !decryption.active()) {
            return predicted(in, objects, dictionary, inflate(in, objects));
        }
        int length = objects.resolve(dictionary.get("Length")).asInt(-1, MOST_BYTES);
        objects.decoded(Math.max(0, length));
        in.seek(stream.data());
        byte[] raw = decryption.decrypt(in.bytes(length), number);
        if (!deflated) {
            return raw;
        }
        try {
            return predicted(in, objects, dictionary, inflate(in.within(raw), objects));
        } catch (Refusal garbled) {
            throw in.corrupt("its page tree is encrypted; without a password, " + garbled.detail());
        }
    }

    /// Returns a filter or its parameters, which may be alone or in an array.
    private static PdfValue single(PdfObjects objects, PdfValue value) throws Refusal, IOException {
        var resolved = objects.resolve(value);
        return resolved instanceof PdfValue.Array(var values) && values.size() == 1
                ? objects.resolve(values.getFirst())
                : resolved;
    }

    private static byte[] inflate(ByteReader in, PdfObjects objects) throws Refusal, IOException {
        var output = new ByteArrayOutputStream();
        byte[] input = new byte[4 * 1024];
        byte[] buffer = new byte[16 * 1024];
        objects.decoded(LEAST_BYTES);
        try (var inflater = new Inflater()) {
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                output.write(buffer, 0, count);
                objects.decoded(count);
                in.allocate(2L * count); // as the output grows and is copied
                if (output.size() > MOST_BYTES) {
                    throw in.corrupt("a stream before byte " + in.position() + " inflates to more than " + MOST_BYTES
                            + " bytes");
                }
                if (count == 0 && !inflater.finished()) {
                    int read = inflater.needsDictionary() ? -1 : in.read(input, 0, input.length);
                    if (read < 0) {
                        throw in.corrupt("a deflated stream before byte " + in.position() + " does not end");
                    }
                    inflater.setInput(input, 0, read);
                }
            }
            return output.toByteArray();
        } catch (DataFormatException e) {
            throw in.corrupt("a stream before byte " + in.position() + " is not valid deflate data");
        }
    }

    /// Reverses the PNG predictor, if there is one: one filter byte before each row of /Columns bytes.
    private static byte[] predicted(ByteReader in, PdfObjects objects, PdfValue.Dictionary dictionary, byte[] data)
            throws Refusal, IOException {
        var parameters = single(objects, dictionary.get("DecodeParms")).asDictionary();
        if (parameters == null || objects.resolve(parameters.get("Predictor")).asInt(1, 15) < FIRST_PNG_PREDICTOR) {
            return data;
        }
        int columns = objects.resolve(parameters.get("Columns")).asInt(1, 1024);
        if (columns < 1) {
            throw in.corrupt("a stream before byte " + in.position() + " has rows without columns");
        }
        int rows = data.length / (columns + 1);
        in.allocate(data.length);
        byte[] result = new byte[rows * columns];
        for (int y = 0; y < rows; y++) {
            int filter = data[y * (columns + 1)];
            for (int x = 0; x < columns; x++) {
                int at = y * columns + x;
                int left = x > 0 ? result[at - 1] & 0xFF : 0;
                int up = y > 0 ? result[at - columns] & 0xFF : 0;
                int upLeft = x > 0 && y > 0 ? result[at - columns - 1] & 0xFF : 0;
                int prediction = switch (filter) {
                    case 1 -> left;
                    case 2 -> up;
                    case 3 -> (left + up) / 2;
                    case 4 -> PngRows.paeth(left, up, upLeft);
                    default -> 0;
                };
                result[at] = (byte) (data[y * (columns + 1) + 1 + x] + prediction);
            }
        }
        return result;
    }
}
