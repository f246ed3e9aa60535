package io.sluice.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// Checks the list in a `tracestate` and keeps it short, after
/// [section 3.3](https://www.w3.org/TR/trace-context/#tracestate-header) of W3C Trace Context.
final class TraceState {

    /// What every system must at least hand on, and the most that is handed on here.
    static final int MAX_LENGTH = 512;

    private static final int MAX_MEMBERS = 32;

    /// Members that are longer are the first to go.
    private static final int LONG_MEMBER = 128;

    private static final Pattern MEMBER =
            Pattern.compile("([a-z0-9][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})"
                    + "=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");

    private TraceState() {}

    /// `list` as far as it fits, or nothing when it is malformed.
    static String bounded(String list) {
        var members = new ArrayList<String>();
        var keys = new HashSet<String>();
        for (var part : list.split(",", -1)) {
            var member = part.strip();
            if (member.isEmpty()) {
                continue; // allowed, and without a meaning
            }
            var matcher = MEMBER.matcher(member);
            if (!matcher.matches() || !keys.add(matcher.group(1))) {
                return "";
            }
            members.add(member);
        }
        if (members.size() > MAX_MEMBERS) {
            return "";
        }
        if (length(members) > MAX_LENGTH) {
            members.removeIf(member -> member.length() > LONG_MEMBER);
        }
        while (length(members) > MAX_LENGTH) {
            members.removeLast();
        }
        return String.join(",", members);
    }

    private static int length(List<String> members) {
        return members.stream().mapToInt(member -> member.length() + 1).sum() - 1;
    }
}
