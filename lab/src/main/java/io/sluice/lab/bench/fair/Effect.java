package io.sluice.lab.bench.fair;

import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The uploads of one organization while another one did something, beside those of the time before.
///
/// @param attack what the other one did
/// @param bound  how many times as long the 95th percentile may be
record Effect(String attack, UploadTimes alone, UploadTimes during, double bound) {

    private static final int PERCENT = 95;

    double ratio() {
        return (double) during.percentile(PERCENT).toNanos()
                / alone.percentile(PERCENT).toNanos();
    }

    boolean holds() {
        return during.failures().isEmpty() && ratio() <= bound;
    }

    /// A table of all of them, with the time before as its first row.
    static String table(UploadTimes alone, List<Effect> effects) {
        var table = new Table("the other one", "p50", "p95", "p99", "uploads", "failed", "ratio", "bound", "verdict");
        row(table, "nothing", alone, "", "", "");
        for (var one : effects) {
            row(
                    table,
                    one.attack,
                    one.during,
                    one.during.percentile(PERCENT).equals(UploadTimes.NEVER) ? "-" : number(one.ratio()),
                    number(one.bound),
                    one.holds() ? "ok" : "violated");
        }
        return table.render();
    }

    /// How many uploads failed for which reason.
    static Map<String, Integer> reasons(UploadTimes sample) {
        var reasons = new TreeMap<String, Integer>();
        sample.failures().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        return reasons;
    }

    private static void row(
            Table table, String attack, UploadTimes sample, String ratio, String bound, String verdict) {
        table.row(
                attack,
                time(sample.percentile(50)),
                time(sample.percentile(PERCENT)),
                time(sample.percentile(99)),
                sample.times().size() + sample.failures().size(),
                sample.failures().size(),
                ratio,
                bound,
                verdict);
    }

    /// A time in words; "never" for that of uploads that failed.
    static String time(Duration time) {
        return time.equals(UploadTimes.NEVER) ? "never" : Units.time(time);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
