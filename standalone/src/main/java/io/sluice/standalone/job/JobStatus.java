package io.sluice.standalone.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;

/// A job as the server shows it.
record JobStatus(JsonNode json) {

    String state() {
        return json.path("state").asText();
    }

    /// Whether nothing will change any more.
    boolean isOver() {
        return json.hasNonNull("finished");
    }

    /// Whether all was done that could be done.
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

    /// What became of how many images, as a few lines.
    String summary() {
        var counts = json.path("kind").asText().equals("delete-all")
                ? count("deleted") + " deleted, " + count("skipped") + " skipped (locked, or gone before)"
                : count("created") + " created, " + count("existing") + " existing, " + count("skipped")
                        + " skipped (gone before their turn)";
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
