package io.sluice.standalone.ingest;

import io.sluice.standalone.console.Table;
import io.sluice.standalone.console.Units;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The totals of a run. Thread-safe.
final class Tally {

    private long uploaded;
    private long uploadedBytes;
    private long present;
    private long unchanged;
    private long failed;
    private final Map<String, Failures> failures = new TreeMap<>();

    /// The failures with one reason, with an example.
    private record Failures(long count, String location, String message) {}

    synchronized void add(String location, long bytes, Result result) {
        switch (result) {
            case Result.Uploaded _ -> {
                uploaded++;
                uploadedBytes += bytes;
            }
            case Result.Present _ -> present++;
            case Result.Unchanged _ -> unchanged++;
            case Result.Failed(var reason, var message) -> {
                failed++;
                failures.merge(
                        reason,
                        new Failures(1, location, message),
                        (old, _) -> new Failures(old.count + 1, old.location, old.message));
            }
        }
    }

    synchronized long failed() {
        return failed;
    }

    synchronized String summary(Duration took) {
        var seconds = Math.max(took.toMillis(), 1) / 1000.0;
        var text = new Table("result", "items", "")
                .row(
                        "uploaded",
                        uploaded,
                        String.format(
                                Locale.ROOT,
                                "%s in %s, %.0f images/s",
                                Units.bytes(uploadedBytes),
                                Units.time(took),
                                uploaded / seconds))
                .row("existing", present, "in the organization")
                .row("unchanged", unchanged, "since an earlier run, by the checkpoint")
                .row("failed", failed, "")
                .render();
        if (failures.isEmpty()) {
            return text;
        }
        var reasons = new Table("reason", "items", "example");
        failures.forEach((reason, some) -> reasons.row(reason, some.count, some.location + ": " + some.message));
        return text + "\n\n" + reasons.render();
    }
}
