package io.sluice.imaging.svg;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The names in the tags of a document, as far as they have to be bounded.
///
/// XML readers keep every name and namespace until the end of the document, and look through all namespaces
/// in scope for each prefix, those of one element for each other one. Drawings have some hundred names and a
/// dozen namespaces.
final class TagNames {

    /// Maximum number of different names and namespaces.
    static final int MOST_NAMES = 20_000;

    /// Maximum number of characters in all different names and namespaces.
    static final int MOST_CHARACTERS = 1024 * 1024;

    /// Maximum number of namespace declarations in scope at one place.
    static final int MOST_IN_SCOPE = 256;

    private static final int DEEPEST = SvgParser.DEEPEST + 1;
    private static final String DECLARATION = "xmlns";

    /// Hashes instead of names: nobody knows the seed, so different names have different ones.
    private final Set<Long> known = new HashSet<>();

    private final long seed = ThreadLocalRandom.current().nextLong();

    /// Namespace declarations of each open element.
    private final int[] declared = new int[DEEPEST + 1];

    private int depth;
    private int inScope;
    private int ofThisTag;
    private boolean closing;

    private long hash;
    private int length;
    private int matched;
    private boolean declares;
    private boolean isDeclaration;
    private long characters;
    private @Nullable String excess;

    /// A tag, or the target of a processing instruction, begins with this character.
    void begin(char first) {
        closing = first == '/';
        ofThisTag = 0;
        isDeclaration = false;
        clear();
        if (!closing) {
            inTag(first);
        }
    }

    /// A character outside of values.
    void inTag(char c) {
        switch (c) {
            case ' ', '\t', '\r', '\n', '=', '/', '?' -> endName();
            default -> add(c);
        }
    }

    /// The value of the last name begins.
    void beginValue() {
        endName();
        clear();
    }

    /// A character of a value.
    void inValue(char c) {
        if (isDeclaration) {
            add(c);
        }
    }

    void endValue() {
        if (isDeclaration) {
            isDeclaration = false;
            remember();
        }
        clear();
    }

    /// The tag ends.
    ///
    /// @param empty whether it is the whole element
    void end(boolean empty) {
        endName();
        if (closing) {
            if (depth > 0) {
                inScope -= declared[--depth];
            }
        } else if (empty) {
            inScope -= ofThisTag;
        } else if (depth < DEEPEST) {
            declared[depth++] = ofThisTag;
        }
    }

    /// What exceeds a bound, in words; null while nothing does.
    @Nullable
    String excess() {
        return excess;
    }

    private void add(char c) {
        if (matched == length && length < DECLARATION.length() && c == DECLARATION.charAt(length)) {
            matched++;
        }
        if (length == DECLARATION.length()) {
            declares = matched == length && c == ':';
        }
        length++;
        hash = (hash + c + 1) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 29;
        if (length > MOST_CHARACTERS) {
            excess = "a name in it has more than " + MOST_CHARACTERS + " characters";
        }
    }

    private void endName() {
        if (length == 0) {
            return;
        }
        isDeclaration = declares || (matched == DECLARATION.length() && length == matched);
        remember();
        if (isDeclaration) {
            ofThisTag++;
            if (++inScope > MOST_IN_SCOPE) {
                excess = "more than " + MOST_IN_SCOPE + " of its namespace declarations are in scope at once";
            }
        }
        clear();
    }

    private void remember() {
        if (known.add(hash)) {
            characters += length;
            if (known.size() > MOST_NAMES) {
                excess = "it has more than " + MOST_NAMES + " different names";
            } else if (characters > MOST_CHARACTERS) {
                excess = "its names have more than " + MOST_CHARACTERS + " characters";
            }
        }
    }

    private void clear() {
        hash = seed;
        length = 0;
        matched = 0;
        declares = false;
    }
}
