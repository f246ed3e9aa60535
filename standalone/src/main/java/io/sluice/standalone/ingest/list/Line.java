package io.sluice.standalone.ingest.list;

/// A line of a list, without its end.
///
/// @param number position in the list, from 1
/// @param text   the line, or the beginning of a line that is too long
record Line(long number, String text) {

    /// Maximum length of a line, which may contain metadata.
    static final int MAX_LENGTH = 1_000_000;

    boolean isTooLong() {
        return text.length() > MAX_LENGTH;
    }

    boolean isBlank() {
        return text.isBlank();
    }
}
