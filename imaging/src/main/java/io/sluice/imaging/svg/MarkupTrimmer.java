package io.sluice.imaging.svg;

import org.jspecify.annotations.Nullable;

/// Shortens XML without changing its structure.
///
/// XML readers hold each attribute value, comment and stretch of text as a whole, and drawings with embedded
/// photos have attributes of many megabytes. Of values, text, comments, CDATA sections and processing
/// instructions only the beginning is passed on; markup stays as it is, so that the document is as
/// well-formed as before. The document type passes unchanged.
final class MarkupTrimmer {

    /// Characters that one call may write more than it was given.
    static final int MOST_ADDED = 4;

    /// Longest stretch that is passed on whole.
    private static final int LONGEST = 4096;

    /// Longest document type; drawing programs declare a few dozen entities.
    private static final int LONGEST_DOCUMENT_TYPE = 256 * 1024;

    private enum State {
        TEXT,
        OPENING,
        DECLARATION,
        TAG,
        VALUE,
        COMMENT,
        CDATA,
        INSTRUCTION,
        DOCUMENT_TYPE
    }

    private final TagNames names = new TagNames();
    private State state = State.TEXT;
    private char quote;
    private int length;
    private boolean dropping;
    private boolean reference;
    private char last;
    private char beforeLast;
    private int brackets;

    /// Copies what is kept of the characters `from` to `to` to `target` and returns how many that are.
    int trim(char[] characters, int from, int to, char[] target, int offset) {
        int kept = offset;
        for (int i = from; i < to; i++) {
            char c = characters[i];
            if (pastLimit() && c != '<' && c != quote) {
                continue; // the usual case in long stretches, and where time goes
            }
            kept = step(c, target, kept);
            beforeLast = last;
            last = c;
        }
        return kept - offset;
    }

    /// Whether the document type was longer than an XML reader should be made to digest.
    boolean documentTypeTooLong() {
        return state == State.DOCUMENT_TYPE && length > LONGEST_DOCUMENT_TYPE;
    }

    /// What exceeds the bounds of names, in words; null while nothing does.
    @Nullable
    String excess() {
        return names.excess();
    }

    private boolean pastLimit() {
        return length > LONGEST && !reference && (state == State.TEXT || state == State.VALUE);
    }

    private int step(char c, char[] target, int at) {
        switch (state) {
            case TEXT -> {
                if (c == '<') {
                    enter(State.OPENING);
                } else {
                    return stretch(c, target, at);
                }
            }
            case OPENING -> {
                enter(
                        switch (c) {
                            case '!' -> State.DECLARATION;
                            case '?' -> State.INSTRUCTION;
                            case '>' -> State.TEXT;
                            default -> State.TAG;
                        });
                if (state == State.TAG || state == State.INSTRUCTION) {
                    names.begin(c);
                }
            }
            case DECLARATION -> declaration(c);
            case TAG -> {
                if (c == '>') {
                    names.end(last == '/');
                    enter(State.TEXT);
                } else if (c == '"' || c == '\'') {
                    names.beginValue();
                    enter(State.VALUE);
                    quote = c;
                } else {
                    names.inTag(c);
                }
            }
            case VALUE -> {
                if (c == quote) {
                    names.endValue();
                    enter(State.TAG);
                } else if (c != '<') { // not allowed here; the XML reader shall see it
                    return stretch(c, target, at);
                }
            }
            case COMMENT -> {
                return section(c, '-', "-->", target, at);
            }
            case CDATA -> {
                return section(c, ']', "]]>", target, at);
            }
            case INSTRUCTION -> {
                if (length < LONGEST) {
                    names.inTag(c); // the target is a name; what follows counts as some more
                }
                return section(c, '?', "?>", target, at);
            }
            case DOCUMENT_TYPE -> documentType(c);
        }
        target[at] = c;
        return at + 1;
    }

    private void enter(State next) {
        state = next;
        length = 0;
        dropping = false;
        reference = false;
        brackets = 0;
        quote = 0;
    }

    private void declaration(char c) {
        if (c == '-' && last == '-') {
            enter(State.COMMENT);
        } else if (c == '[') {
            // the second bracket of <![CDATA[
            if (last != '!') {
                enter(State.CDATA);
            }
        } else if (c == 'D' && last == '!') {
            enter(State.DOCUMENT_TYPE);
        } else if (c == '>') {
            enter(State.TEXT);
        }
    }

    /// Text or a value: passed on up to the limit, and on to the end of an entity reference that is under way.
    private int stretch(char c, char[] target, int at) {
        if (++length > LONGEST && !reference) {
            return at;
        }
        if (state == State.VALUE) {
            names.inValue(c);
        }
        if (c == '&') {
            reference = true;
        } else if (c == ';') {
            reference = false;
        }
        target[at] = c;
        return at + 1;
    }

    /// A section that ends with a certain sequence, which is written anew when its inside was dropped.
    private int section(char c, char delimiter, String end, char[] target, int at) {
        length++;
        boolean ended = c == '>'
                && last == delimiter
                && (end.length() == 2 || beforeLast == delimiter)
                && length >= end.length();
        if (!dropping && !ended && length > LONGEST && last != delimiter && c != delimiter) {
            dropping = true;
        }
        if (!ended) {
            if (!dropping) {
                target[at++] = c;
            }
            return at;
        }
        if (dropping) {
            end.getChars(0, end.length(), target, at);
            at += end.length();
        } else {
            target[at++] = c;
        }
        enter(State.TEXT);
        return at;
    }

    /// Ends with a `>` outside of quotes, comments and the internal subset.
    private void documentType(char c) {
        length++;
        if (quote == '-') { // in a comment
            if (c == '>' && last == '-' && beforeLast == '-') {
                quote = 0;
            }
        } else if (quote != 0) {
            if (c == quote) {
                quote = 0;
            }
        } else if (c == '-' && last == '-' && beforeLast == '!') {
            quote = '-';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[') {
            brackets++;
        } else if (c == ']') {
            brackets--;
        } else if (c == '>' && brackets <= 0) {
            enter(State.TEXT);
        }
    }
}
