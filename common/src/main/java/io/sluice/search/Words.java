package io.sluice.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The words of a text. A run of letters and digits is a word; it is split where its case or kind changes, as
/// in `PlanHaus2` (`plan`, `haus`, `2`), and every character of scripts without spaces is a word. Case and
/// accents are removed.
public final class Words {

    /// Maximum length of an indexed word; longer words are truncated.
    private static final int MAX_LENGTH = 64;

    private Words() {}

    /// A run of letters and digits.
    ///
    /// @param parts  the words that it is split into
    /// @param joined the run as one word
    public record Run(List<String> parts, String joined) {
        public Run {
            parts = List.copyOf(parts);
        }
    }

    /// Returns the words that an index contains for `text`: the parts of all runs, and the runs themselves.
    public static Set<String> indexed(String text) {
        var words = new LinkedHashSet<String>();
        for (var run : runs(text)) {
            words.addAll(run.parts);
            words.add(run.joined);
        }
        return words;
    }

    public static List<Run> runs(String text) {
        var runs = new ArrayList<Run>();
        var run = new StringBuilder();
        // compatibility characters such as ligatures first, so that the case of all letters is known
        var normalized = Normalizer.normalize(text, Normalizer.Form.NFKD);
        normalized.codePoints().forEach(character -> {
            if (Character.isLetterOrDigit(character)) {
                run.appendCodePoint(character);
            } else if (!isMark(character) && !run.isEmpty()) {
                runs.add(run(run.toString()));
                run.setLength(0);
            }
        });
        if (!run.isEmpty()) {
            runs.add(run(run.toString()));
        }
        return runs;
    }

    private static Run run(String run) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        var characters = run.codePoints().toArray();
        for (var i = 0; i < characters.length; i++) {
            if (i > 0 && isBoundary(characters, i)) {
                parts.add(folded(part.toString()));
                part.setLength(0);
            }
            part.appendCodePoint(characters[i]);
        }
        parts.add(folded(part.toString()));
        return new Run(parts, folded(run));
    }

    private static boolean isBoundary(int[] characters, int index) {
        var before = characters[index - 1];
        var here = characters[index];
        if (hasNoSpaces(before) || hasNoSpaces(here)) {
            return true;
        }
        if (Character.isDigit(before) != Character.isDigit(here)) {
            return true;
        }
        if (!Character.isUpperCase(here)) {
            return false;
        }
        // "planHaus", and the last capital of "HTMLSeite"
        return Character.isLowerCase(before)
                || (Character.isUpperCase(before)
                        && index + 1 < characters.length
                        && Character.isLowerCase(characters[index + 1]));
    }

    private static boolean hasNoSpaces(int character) {
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private static boolean isMark(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static String folded(String word) {
        var folded = new StringBuilder();
        word.toLowerCase(Locale.ROOT).codePoints().filter(c -> !isMark(c)).forEach(character -> {
            switch (character) {
                case 'ß' -> folded.append("ss");
                case 'æ' -> folded.append("ae");
                case 'œ' -> folded.append("oe");
                case 'ø' -> folded.append('o');
                case 'đ', 'ð' -> folded.append('d');
                case 'ł' -> folded.append('l');
                case 'þ' -> folded.append("th");
                case 'ı' -> folded.append('i');
                default -> folded.appendCodePoint(character);
            }
        });
        var end = folded.length() <= MAX_LENGTH ? folded.length() : MAX_LENGTH;
        return folded.substring(0, end);
    }
}
