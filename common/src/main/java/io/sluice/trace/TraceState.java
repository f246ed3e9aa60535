package io.sluice.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// Validation and truncation of a `tracestate`, according to [section
/// 3.3](https://www.w3.org/TR/trace-context/#tracestate-header) of W3C Trace Context.
final class TraceState {

    /// The length that every system must propagate at least, and the maximum that is propagated here.
    static final int MAX_LENGTH = 512;

    private static final int MAX_MEMBERS = 32;

    /// List members longer than this are dropped first.
    private static final int LONG_MEMBER = 128;

    private static final Pattern MEMBER =
            Pattern.compile("([a-z0-9][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})"
                    + "=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");

    private TraceState() {}

    /// Returns as much of `list` as fits, or nothing when it is malformed.
    static String bounded(String list) {
        var members = new ArrayList<String>();
        var keys = new HashSet<String>();
        for (var part : list.split(",", -1)) {
            var member = part.strip();
            if (member.isEmpty()) {
                continue; // an empty member is allowed and ignored
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
