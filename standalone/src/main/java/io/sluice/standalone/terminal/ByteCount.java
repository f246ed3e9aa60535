package io.sluice.standalone.terminal;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Parser of byte counts in human notation: `512`, `100KB`, `5 MB`, in decimal units.
public final class ByteCount {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|GB)?");
    private static final Map<String, Long> UNITS =
            Map.of("B", 1L, "KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L);

    private ByteCount() {}

    /// Parses a byte count.
    /// @throws CommandFailure with what is allowed in its message
    public static long parse(String text) {
        var matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new CommandFailure("\"" + text + "\" is not a valid size: use a form such as 512, 100KB or 5MB");
        }
        var unit = matcher.group(2) == null ? "B" : matcher.group(2);
        return Long.parseLong(matcher.group(1)) * UNITS.getOrDefault(unit, 1L);
    }
}
