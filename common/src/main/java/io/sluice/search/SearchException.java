package io.sluice.search;

/// An exception for a search that is malformed or exceeds a limit; the message is a sentence for the caller.
public final class SearchException extends RuntimeException {

    private static final int MAX_QUOTED = 80;

    public SearchException(String message) {
        super(message);
    }

    /// Returns `text` in quotes, truncated for a message.
    public static String quoted(String text) {
        return '"' + (text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + '…') + '"';
    }
}
