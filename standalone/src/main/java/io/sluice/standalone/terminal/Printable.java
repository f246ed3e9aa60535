package io.sluice.standalone.terminal;

/// Text from users, such as names of images, for a terminal.
public final class Printable {

    private Printable() {}

    /// Replaces control characters, which could change the terminal or break the line.
    public static String of(String text) {
        return text.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
