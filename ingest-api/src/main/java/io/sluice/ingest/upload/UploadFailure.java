package io.sluice.ingest.upload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.command.Outcome;
import io.sluice.ingest.wire.Problem;
import java.util.List;

/// The response to an upload with at least one rejected file: status and reason of the first one, and a list of all
/// when the request had several files.
final class UploadFailure {

    private UploadFailure() {}

    static Problem of(Submission submission, List<Outcome> outcomes) {
        var rejected = outcomes.stream()
                .filter(Outcome.Rejected.class::isInstance)
                .map(Outcome.Rejected.class::cast)
                .toList();
        var first = Problem.of(rejected.getFirst().reason());
        var details = JsonNodeFactory.instance.objectNode();
        details.setAll(first.details());
        details.put("operation", submission.status().operation().value());
        if (outcomes.size() == 1) {
            return new Problem(first.status(), first.reason(), first.message(), first.headers(), details);
        }
        var failures = details.putArray("failures");
        for (var failure : rejected) {
            failures.addObject()
                    .put("index", failure.part().index())
                    .put("name", submission.nameOf(failure.part().index()))
                    .put("reason", failure.reason().code())
                    .put("message", failure.reason().message());
        }
        var index = rejected.getFirst().part().index();
        var message = "File " + (index + 1) + " of " + outcomes.size() + " (" + submission.nameOf(index) + "): "
                + first.message();
        return new Problem(first.status(), first.reason(), message, first.headers(), details);
    }
}
