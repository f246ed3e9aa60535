package io.sluice.standalone.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;

/// The state of a job as returned by the server.
record JobStatus(JsonNode json) {

    String state() {
        return json.path("state").asText();
    }

    /// Returns whether the job has ended.
    boolean isOver() {
        return json.hasNonNull("finished");
    }

    /// Returns whether the job was completed without failures.
    boolean isFine() {
        return state().equals("done") && failed() == 0;
    }

    long total() {
        return count("total");
    }

    long treated() {
        return count("treated");
    }

    long failed() {
        return count("failed");
    }

    private long count(String field) {
        return json.path(field).asLong();
    }

    /// Returns the counts of images by result, as a few lines.
    String summary() {
        var counts = json.path("kind").asText().equals("delete-all")
                ? count("deleted") + " deleted, " + count("skipped") + " skipped (locked or already deleted)"
                : count("created") + " created, " + count("existing") + " existing, " + count("skipped")
                        + " skipped (deleted meanwhile)";
        var summary = String.format(
                Locale.ROOT,
                "%s: %s, %d failed of %d in %s, %.0f/s",
                state(),
                counts,
                failed(),
                Math.max(total(), treated()),
                took(),
                json.path("rate").asDouble());
        return json.hasNonNull("last_error")
                ? summary + "\nlast error: " + json.path("last_error").asText()
                : summary;
    }

    private String took() {
        if (!json.hasNonNull("started") || !isOver()) {
            return "0 s";
        }
        var took = Duration.between(time("started"), time("finished"));
        return took.toSeconds() + " s";
    }

    private OffsetDateTime time(String field) {
        return OffsetDateTime.parse(json.path(field).asText());
    }
}
