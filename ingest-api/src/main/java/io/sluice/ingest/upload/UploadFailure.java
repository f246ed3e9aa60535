package io.sluice.ingest.upload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.ingest.upload.plan.UploadPlan;
import io.sluice.ingest.wire.Problem;
import java.util.List;

/// The response to an upload with at least one refused file: status and reason of the first one, and a list
/// of all when the request had several files.
final class UploadFailure {

    private static final String NOTHING_STORED =
            "; no file of this form was stored (with Prefer: handling=lenient, the others would be)";

    private UploadFailure() {}

    /// A refused file.
    ///
    /// @param index index of the file in the request
    record Failure(int index, Rejection reason) {}

    /// Creates the response to a form that was refused before anything was published.
    static Problem ofForm(UploadPlan plan, List<Failure> failures) {
        return ofSeveral(plan, failures, JsonNodeFactory.instance.objectNode(), NOTHING_STORED);
    }

    /// Creates the response to an operation with a rejected part.
    static Problem of(Submission submission, List<Outcome> outcomes) {
        var failures = outcomes.stream()
                .filter(Outcome.Rejected.class::isInstance)
                .map(Outcome.Rejected.class::cast)
                .map(rejected -> new Failure(rejected.part().index(), rejected.reason()))
                .toList();
        var details = JsonNodeFactory.instance.objectNode();
        details.put("operation", submission.status().operation().value());
        if (outcomes.size() == 1) {
            var problem = Problem.of(failures.getFirst().reason());
            details.setAll(problem.details());
            return new Problem(problem.status(), problem.reason(), problem.message(), problem.headers(), details);
        }
        return ofSeveral(submission.plan(), failures, details, "");
    }

    private static Problem ofSeveral(UploadPlan plan, List<Failure> failures, ObjectNode details, String note) {
        var first = failures.getFirst();
        var problem = Problem.of(first.reason());
        details.setAll(problem.details());
        var list = details.putArray("failures");
        for (var failure : failures) {
            list.addObject()
                    .put("index", failure.index())
                    .put("name", plan.nameOf(failure.index()))
                    .put("reason", failure.reason().code())
                    .put("message", failure.reason().message());
        }
        var message = "File " + (first.index() + 1) + " of " + plan.parts().size() + " (" + plan.nameOf(first.index())
                + "): " + problem.message() + note;
        return new Problem(problem.status(), problem.reason(), message, problem.headers(), details);
    }
}
