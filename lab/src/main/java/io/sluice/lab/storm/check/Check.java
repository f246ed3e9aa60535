package io.sluice.lab.storm.check;

import io.sluice.standalone.terminal.Table;
import java.util.List;

/// One check after a trial, and its result.
///
/// @param what    the checked property
/// @param seen    observed value
/// @param allowed allowed values
/// @param holds   whether the observed value is allowed
/// @param detail  details of a failure, for its analysis; may be empty
public record Check(String what, String seen, String allowed, boolean holds, String detail) {

    public Check(String what, String seen, String allowed, boolean holds) {
        this(what, seen, allowed, holds, "");
    }

    public static Table table(List<Check> checks) {
        var table = new Table("check", "seen", "allowed", "verdict");
        checks.forEach(check -> table.row(check.what, check.seen, check.allowed, check.holds ? "ok" : "FAILED"));
        return table;
    }

    /// Returns the violation as a sentence.
    public String violation() {
        return what + ": " + seen + ", allowed: " + allowed + (detail.isEmpty() ? "" : "; " + detail);
    }
}
