package io.sluice.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.command.Outcome;
import io.sluice.view.UploadRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The time that each stage of one part took, in their order. Together, the stages after `received` are the
/// time from acceptance to end.
final class Stages {

    private static final String WAITING = "queue";

    /// Names for clients by the names in a trail, in their order.
    private static final Map<String, String> WORK = names();

    private Stages() {}

    private static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        names.put("fetch", "fetched");
        names.put("identify", "identified");
        names.put("optimize", "optimized");
        names.put("store", "stored");
        return names;
    }

    /// @param upload what was requested, if it was an upload whose command has been seen
    static ArrayNode of(Outcome outcome, @Nullable UploadRequest upload) {
        var trail = outcome.trail();
        var stages = JsonNodeFactory.instance.arrayNode();
        if (upload != null && upload.receivedMillis() != null) {
            add(stages, "received", Duration.ofMillis(upload.receivedMillis()));
        }
        if (trail.stages().isEmpty()) {
            add(stages, "decided", between(trail.accepted(), outcome.finished()));
            return stages;
        }
        var work = trail.stages().entrySet().stream()
                .filter(stage -> !stage.getKey().equals(WAITING))
                .mapToLong(Map.Entry::getValue)
                .sum();
        var worked = trail.worked() == null ? outcome.finished() : trail.worked();
        add(stages, "queued", between(trail.accepted(), worked).minusMillis(work));
        WORK.forEach((stage, name) -> {
            var took = trail.stages().get(stage);
            if (took != null) {
                add(stages, name, Duration.ofMillis(took));
            }
        });
        trail.stages().forEach((stage, took) -> {
            if (!stage.equals(WAITING) && !WORK.containsKey(stage)) {
                add(stages, stage, Duration.ofMillis(took));
            }
        });
        if (trail.worked() != null) {
            add(stages, "decided", between(worked, outcome.finished()));
        }
        return stages;
    }

    private static Duration between(Instant start, Instant end) {
        return Duration.between(start, end);
    }

    /// The clocks of two machines may differ, so a time may seem negative.
    private static void add(ArrayNode stages, String stage, Duration took) {
        stages.addObject().put("stage", stage).put("seconds", Math.max(0, took.toMillis()) / 1000.0);
    }
}
