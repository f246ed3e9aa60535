package io.sluice.standalone.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import io.sluice.standalone.upload.Result;
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
    private long skipped;
    private long failed;
    private final Map<String, Examples> reasons = new TreeMap<>();

    /// The failed or skipped items with one reason, with an example.
    private record Examples(long count, String location, String message) {}

    synchronized void add(String location, long bytes, Result result) {
        switch (result) {
            case Result.Uploaded _ -> {
                uploaded++;
                uploadedBytes += bytes;
            }
            case Result.Present _ -> present++;
            case Result.Unchanged _ -> unchanged++;
            case Result.Skipped(var reason, var message) -> {
                skipped++;
                addExample(reason, location, message);
            }
            case Result.Failed(var reason, var message) -> {
                failed++;
                addExample(reason, location, message);
            }
        }
    }

    private void addExample(String reason, String location, String message) {
        reasons.merge(
                reason,
                new Examples(1, location, message),
                (old, _) -> new Examples(old.count + 1, old.location, old.message));
    }

    synchronized long failed() {
        return failed;
    }

    /// Returns the counts as one sentence, for an interrupted run.
    synchronized String sentence() {
        return String.format(
                Locale.ROOT,
                "%d items are done: %d uploaded, %d existing, %d unchanged, %d skipped, %d failed",
                uploaded + present + unchanged + skipped + failed,
                uploaded,
                present,
                unchanged,
                skipped,
                failed);
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
                .row("skipped", skipped, "")
                .row("failed", failed, "")
                .render();
        if (reasons.isEmpty()) {
            return text;
        }
        var table = new Table("reason", "items", "example");
        reasons.forEach((reason, some) -> table.row(reason, some.count, some.location + ": " + some.message));
        return text + "\n\n" + table.render();
    }

    /// Returns the counts for programs.
    synchronized ObjectNode json(Duration took) {
        var json = Json.MAPPER
                .createObjectNode()
                .put("uploaded", uploaded)
                .put("uploaded_bytes", uploadedBytes)
                .put("existing", present)
                .put("unchanged", unchanged)
                .put("skipped", skipped)
                .put("failed", failed)
                .put("seconds", took.toMillis() / 1000.0);
        var examples = json.putObject("reasons");
        reasons.forEach((reason, some) -> examples.putObject(reason)
                .put("items", some.count)
                .put("example", some.location)
                .put("message", some.message));
        return json;
    }
}
