package io.sluice.lab.storm.check;

import io.sluice.standalone.console.Table;
import java.util.List;

/// One thing that has to hold after a trial, and what was seen.
///
/// @param what    what is checked
/// @param seen    what was seen
/// @param allowed what has to be seen
/// @param holds   whether it was
/// @param detail  of what does not hold, for whoever looks for the reason; may be empty
public record Check(String what, String seen, String allowed, boolean holds, String detail) {

    public Check(String what, String seen, String allowed, boolean holds) {
        this(what, seen, allowed, holds, "");
    }

    public static Table table(List<Check> checks) {
        var table = new Table("check", "seen", "allowed", "verdict");
        checks.forEach(check -> table.row(check.what, check.seen, check.allowed, check.holds ? "ok" : "FAILED"));
        return table;
    }

    /// For a list of violations.
    public String violation() {
        return what + ": " + seen + ", allowed: " + allowed + (detail.isEmpty() ? "" : "; " + detail);
    }
}
