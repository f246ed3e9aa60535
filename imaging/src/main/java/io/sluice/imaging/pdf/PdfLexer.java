package io.sluice.imaging.pdf;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A lexer of PDF objects at the cursor (ISO 32000-2, 7.2 and 7.3).
final class PdfLexer {

    private static final int DEEPEST = 64;

    /// Maximum size of an object, in units of about fifty bytes of memory; most values take one unit. The
    /// flat page tree of a very large document is smaller.
    static final int LARGEST = 400_000;

    private static final int DICTIONARY_UNITS = 4;
    private static final int KEY_UNITS = 2;

    /// Maximum stored length of a name or string; relevant keys and names are far shorter.
    private static final int LONGEST_TOKEN = 1024;

    /// Number of digits of the longest integer that certainly fits into a long.
    private static final int MOST_DIGITS = 18;

    private static final int END_OF_FILE = -1;

    private final ByteReader in;
    private int units;

    PdfLexer(ByteReader in) {
        this.in = in;
    }

    /// Reads `number generation obj` and the object after it.
    ///
    /// @param number number that the object must have
    PdfValue indirect(int number) throws Refusal, IOException {
        long at = in.position();
        if (!(integer() == number && integer() >= 0 && keyword().equals("obj"))) {
            throw in.corrupt("object " + number + " is not at byte " + at);
        }
        var value = value();
        if (value instanceof PdfValue.Dictionary dictionary) {
            long behind = in.position();
            if (keyword().equals("stream")) {
                int end = in.u8(); // the keyword ends with LF or CR LF
                if (end == '\r' && in.remaining() > 0 && in.u8() != '\n') {
                    in.seek(in.position() - 1);
                }
                return new PdfValue.Stream(dictionary, in.position());
            }
            in.seek(behind);
        }
        return value;
    }

    /// Reads any object.
    PdfValue value() throws Refusal, IOException {
        units = 0;
        return value(0);
    }

    /// Returns the size of the last object, in the units of [#LARGEST].
    int units() {
        return units;
    }

    private void grow(int more) throws Refusal {
        units += more;
        if (units > LARGEST) {
            throw in.corrupt("an object before byte " + in.position() + " is too large");
        }
    }

    private PdfValue value(int depth) throws Refusal, IOException {
        if (depth > DEEPEST) {
            throw in.corrupt("an object before byte " + in.position() + " is nested too deep");
        }
        grow(1);
        in.step();
        int c = skipSpace();
        return switch (c) {
            case '/' -> new PdfValue.Name(name());
            case '(' -> new PdfValue.Text(literal());
            case '[' -> array(depth);
            case '<' -> {
                if (in.startsWith("<")) {
                    in.skip(1);
                    yield dictionary(depth);
                }
                yield new PdfValue.Text(hexadecimal());
            }
            default -> {
                in.seek(in.position() - 1);
                yield isNumber(c) ? numberOrReference() : other();
            }
        };
    }

    private PdfValue other() throws Refusal, IOException {
        long at = in.position();
        String word = keyword();
        return switch (word) {
            case "null" -> PdfValue.Constant.NULL;
            case "true" -> PdfValue.Constant.TRUE;
            case "false" -> PdfValue.Constant.FALSE;
            default -> throw in.corrupt("byte " + at + " begins no object");
        };
    }

    private PdfValue array(int depth) throws Refusal, IOException {
        List<PdfValue> values = new ArrayList<>();
        while (skipSpace() != ']') {
            in.seek(in.position() - 1);
            values.add(value(depth + 1));
        }
        return new PdfValue.Array(values);
    }

    private PdfValue dictionary(int depth) throws Refusal, IOException {
        grow(DICTIONARY_UNITS);
        Map<String, PdfValue> entries = new HashMap<>();
        int c = skipSpace();
        while (c != '>') {
            if (c != '/') {
                throw in.corrupt("the dictionary before byte " + in.position() + " has a key that is no name");
            }
            grow(KEY_UNITS);
            String key = name();
            entries.put(key, value(depth + 1));
            c = skipSpace();
        }
        if (in.u8() != '>') {
            throw in.corrupt("the dictionary before byte " + in.position() + " does not end");
        }
        return new PdfValue.Dictionary(entries);
    }

    /// Reads a number, or a reference of two integers and `R`.
    private PdfValue numberOrReference() throws Refusal, IOException {
        double first = number();
        long behind = in.position();
        if (first >= 0 && first <= Integer.MAX_VALUE && first == Math.rint(first)) {
            long generation = integer();
            if (generation >= 0 && generation <= 0xFFFF && keyword().equals("R")) {
                return new PdfValue.Reference((int) first, (int) generation);
            }
        }
        in.seek(behind);
        return new PdfValue.Numeric(first);
    }

    private double number() throws Refusal, IOException {
        String digits = keyword();
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw in.corrupt("the number before byte " + in.position() + " is malformed");
        }
    }

    /// Returns the unsigned integer at the cursor, -1 if there is none.
    long integer() throws Refusal, IOException {
        int c = skipSpaceOrEnd();
        long value = 0;
        int digits = 0;
        boolean integer = true;
        while (c != END_OF_FILE && !isSpace(c) && !isDelimiter(c)) {
            integer &= c >= '0' && c <= '9' && ++digits <= MOST_DIGITS;
            value = integer ? 10 * value + c - '0' : -1;
            c = next();
        }
        if (c != END_OF_FILE) {
            in.seek(in.position() - 1);
        }
        return digits == 0 ? -1 : value;
    }

    /// Returns the word at the cursor: everything up to white space or a delimiter. Empty at the end of the
    /// file.
    String keyword() throws Refusal, IOException {
        int c = skipSpaceOrEnd();
        var word = new StringBuilder();
        while (c != END_OF_FILE) {
            if (isSpace(c) || isDelimiter(c)) {
                in.seek(in.position() - 1);
                break;
            }
            if (word.length() < LONGEST_TOKEN) {
                word.append((char) c);
            }
            c = next();
        }
        return word.toString();
    }

    private String name() throws Refusal, IOException {
        var name = new StringBuilder();
        int c = next();
        while (c != END_OF_FILE && !isSpace(c) && !isDelimiter(c)) {
            if (c == '#' && in.remaining() >= 2) { // two hexadecimal digits
                int code = Character.digit(in.u8(), 16) << 4 | Character.digit(in.u8(), 16);
                c = code < 0 ? '#' : code;
            }
            if (name.length() < LONGEST_TOKEN) {
                name.append((char) c);
            }
            c = next();
        }
        if (c != END_OF_FILE) {
            in.seek(in.position() - 1);
        }
        return name.toString();
    }

    private String literal() throws Refusal, IOException {
        var text = new StringBuilder();
        int open = 1;
        while (true) {
            in.step();
            int c = in.u8();
            if (c == '\\') {
                c = escaped();
            } else if (c == '(') {
                open++;
            } else if (c == ')' && --open == 0) {
                return text.toString();
            }
            if (c >= 0 && text.length() < LONGEST_TOKEN) {
                text.append((char) c);
            }
        }
    }

    /// Returns the character of an escape sequence after the backslash, -1 for none (7.3.4.2).
    private int escaped() throws Refusal, IOException {
        int c = in.u8();
        if (c == '\r' && in.startsWith("\n")) {
            in.skip(1);
        }
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '\r', '\n' -> -1;
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c);
            default -> c;
        };
    }

    private int octal(int first) throws Refusal, IOException {
        int code = first - '0';
        for (int i = 0; i < 2; i++) {
            int digit = in.u8() - '0';
            if (digit < 0 || digit > 7) {
                in.seek(in.position() - 1);
                break;
            }
            code = code * 8 + digit;
        }
        return code & 0xFF;
    }

    private String hexadecimal() throws Refusal, IOException {
        var text = new StringBuilder();
        int high = -1;
        for (int c = in.u8(); c != '>'; c = in.u8()) {
            in.step();
            int digit = Character.digit(c, 16);
            if (digit >= 0 && high < 0) {
                high = digit;
            } else if (digit >= 0) {
                if (text.length() < LONGEST_TOKEN) {
                    text.append((char) (high << 4 | digit));
                }
                high = -1;
            }
        }
        return high < 0 ? text.toString() : text.append((char) (high << 4)).toString();
    }

    /// Skips white space and comments and returns the next byte, which must exist.
    private int skipSpace() throws Refusal, IOException {
        int c = skipSpaceOrEnd();
        if (c == END_OF_FILE) {
            throw in.corrupt("it ends at byte " + in.size() + " inside an object");
        }
        return c;
    }

    private int skipSpaceOrEnd() throws Refusal, IOException {
        int c = next();
        while (isSpace(c) || c == '%') {
            if (c == '%') {
                while (c != '\n' && c != '\r' && c != END_OF_FILE) {
                    c = next();
                }
            } else {
                c = next();
            }
        }
        return c;
    }

    private int next() throws Refusal, IOException {
        in.step(); // limits repeated reads of overlapping objects
        return in.remaining() == 0 ? END_OF_FILE : in.u8();
    }

    private static boolean isNumber(int c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    }

    static boolean isSpace(int c) {
        return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
    }

    static boolean isDelimiter(int c) {
        return "()<>[]{}/%".indexOf(c) >= 0;
    }
}
