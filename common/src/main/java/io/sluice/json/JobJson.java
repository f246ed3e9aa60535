package io.sluice.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.Job;
import io.sluice.kafka.Json;
import java.time.Duration;
import java.time.Instant;

/// The JSON of a job and its progress.
public final class JobJson {

    private JobJson() {}

    public static ObjectNode of(Job job, Instant now) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", job.id().value());
        json.put("kind", Json.MAPPER.convertValue(job.kind(), String.class));
        json.put("state", Json.MAPPER.convertValue(job.state(), String.class));
        json.put("organization", job.source().name());
        if (job.destination() != null) {
            json.put("destination", job.destination().name());
            json.put("overwrite", !job.keepExisting());
        }
        json.put("total", job.total());
        json.put("treated", job.treated());
        json.put("created", job.created());
        json.put("existing", job.existing());
        json.put("deleted", job.deleted());
        json.put("skipped", job.skipped());
        json.put("failed", job.failed());
        json.put("rate", rate(job, now));
        json.put("requested", WireTime.format(job.requested()));
        if (job.started() != null) {
            json.put("started", WireTime.format(job.started()));
        }
        if (job.finished() != null) {
            json.put("finished", WireTime.format(job.finished()));
        }
        if (job.lastError() != null) {
            json.put("last_error", job.lastError());
        }
        return json;
    }

    /// Returns images per second since the start of the job.
    private static double rate(Job job, Instant now) {
        if (job.started() == null) {
            return 0;
        }
        var took = Duration.between(job.started(), job.finished() == null ? now : job.finished());
        return took.isPositive() ? Math.round(job.treated() * 10_000.0 / took.toMillis()) / 10.0 : 0;
    }
}
