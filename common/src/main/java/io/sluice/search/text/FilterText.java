package io.sluice.search.text;

import static io.sluice.search.SearchException.quoted;

import io.sluice.search.Comparison;
import io.sluice.search.Condition;
import io.sluice.search.Field;
import io.sluice.search.Fields;
import io.sluice.search.SearchException;
import java.util.ArrayList;
import java.util.List;

/// The parser of filter expressions:
///
/// ```
/// expression = group { "OR" group }
/// group      = term { "AND" term }
/// term       = "NOT" term | "(" expression ")" | field ":" value
/// value      = '"' text '"' [ "*" ] | range | word
/// ```
///
/// A word ends at white space or a parenthesis. `\"` and `\\` are a quote and a backslash in a quoted text,
/// in which a star is not special.
public final class FilterText {

    /// The depth that the text of a condition may have beyond the limit: parameters of a request add a group
    /// and a negation around its expression.
    private static final int ADDED_DEPTH = 2;

    private final String text;
    private final int maxDepth;
    private int at;

    private FilterText(String text, int maxDepth) {
        this.text = text;
        this.maxDepth = maxDepth;
    }

    /// Reads an expression.
    ///
    /// @throws SearchException when it is malformed or exceeds a limit
    public static Condition parse(String text) {
        return parse(text, Condition.MAX_DEPTH);
    }

    /// Reads the text of a condition that a request consisted of.
    ///
    /// @throws SearchException when it is malformed or exceeds a limit
    public static Condition parseWritten(String text) {
        return parse(text, Condition.MAX_DEPTH + ADDED_DEPTH);
    }

    private static Condition parse(String text, int maxDepth) {
        var parser = new FilterText(text, maxDepth);
        var condition = parser.expression(0);
        if (!parser.isAtEnd()) {
            throw parser.unexpected("AND, OR or the end");
        }
        return checked(condition);
    }

    /// Checks the number of comparisons.
    ///
    /// @throws SearchException when there are too many
    public static Condition checked(Condition condition) {
        var matches = condition.matches();
        if (matches > Condition.MAX_MATCHES) {
            throw new SearchException("A search has at most " + Condition.MAX_MATCHES
                    + " conditions, each word of a text being one, but this" + " one has " + matches);
        }
        return condition;
    }

    private Condition expression(int depth) {
        if (depth > maxDepth) {
            throw new SearchException(
                    "The filter nests groups and negations more than " + maxDepth + " deep at position " + (at + 1));
        }
        var any = new ArrayList<Condition>();
        any.add(group(depth));
        while (takes("OR")) {
            any.add(group(depth));
        }
        return any.size() == 1 ? any.getFirst() : new Condition.Or(any);
    }

    private Condition group(int depth) {
        var all = new ArrayList<Condition>();
        all.add(term(depth));
        while (takes("AND")) {
            all.add(term(depth));
        }
        return all.size() == 1 ? all.getFirst() : new Condition.And(all);
    }

    private Condition term(int depth) {
        if (takes("NOT")) {
            if (depth >= maxDepth) {
                expression(depth + 1); // fails with the limit
            }
            return new Condition.Not(term(depth + 1));
        }
        skipSpace();
        if (at < text.length() && text.charAt(at) == '(') {
            at++;
            var inner = expression(depth + 1);
            skipSpace();
            if (at == text.length() || text.charAt(at) != ')') {
                throw unexpected("\")\"");
            }
            at++;
            return inner;
        }
        return match();
    }

    private Condition match() {
        var start = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        // names of metadata contain colons, so the name is the text before the last colon that makes a field
        var name = fieldName(text.substring(start, at), start);
        at = start + name.length() + 1;
        var field = Fields.parse(name);
        return new Condition.Match(field, value(field));
    }

    private static boolean isNameCharacter(char character) {
        return (character < 128 && Character.isLetterOrDigit(character)) || "_.:-".indexOf(character) >= 0;
    }

    private String fieldName(String run, int start) {
        var parts = run.split(":", -1);
        var length = switch (parts[0]) {
            case "user" -> parts.length > 2 && Fields.isMetadataType(parts[1]) ? 3 : 2;
            case "dynamic", "static" -> 4;
            default -> 1;
        };
        if (parts.length <= length) {
            at = start + run.length();
            throw unexpected(run.isEmpty() ? "a field" : "a colon and a value after " + quoted(run));
        }
        return String.join(":", List.of(parts).subList(0, length));
    }

    private Comparison value(Field field) {
        if (at < text.length() && text.charAt(at) == '"') {
            var literal = quotedText();
            var prefix = at < text.length() && text.charAt(at) == '*';
            if (prefix) {
                at++;
            }
            return ValueText.parse(field, literal, prefix);
        }
        var start = at;
        if (at < text.length() && "[{".indexOf(text.charAt(at)) >= 0) {
            while (at < text.length() && "]}".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "()".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == start) {
            throw unexpected("a value of " + quoted(field.name()));
        }
        return ValueText.parse(field, text.substring(start, at));
    }

    private String quotedText() {
        var opened = at++;
        var literal = new StringBuilder();
        while (at < text.length()) {
            var character = text.charAt(at++);
            if (character == '"') {
                return literal.toString();
            }
            if (character == '\\' && at < text.length() && "\\\"".indexOf(text.charAt(at)) >= 0) {
                literal.append(text.charAt(at++));
            } else {
                literal.append(character);
            }
        }
        throw new SearchException("The filter has no closing quote for the one at position " + (opened + 1));
    }

    /// Takes a keyword, if it is next.
    private boolean takes(String keyword) {
        skipSpace();
        var end = at + keyword.length();
        if (!text.startsWith(keyword, at)
                || (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != '(')) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean isAtEnd() {
        skipSpace();
        return at == text.length();
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private SearchException unexpected(String expected) {
        skipSpace();
        var seen = at == text.length() ? "the end" : quoted(text.substring(at, Math.min(text.length(), at + 20)));
        return new SearchException(
                "The filter needs " + expected + " at position " + (at + 1) + ", but there is " + seen);
    }
}
