package io.sluice.lab.storm.check;

import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.kafka.Topics;
import io.sluice.lab.storm.cluster.ClusterData;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.History.Result;
import io.sluice.lab.storm.expected.Tenant;
import io.sluice.lab.storm.expected.Violations;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The search for operations without an outcome, with several different ones, or with another one than their
/// client received; also for uploads whose clients never received an answer.
final class OutcomeCheck {

    /// Number of operations that are queried at a node; all are looked up on the topic.
    private static final int SAMPLE = 300;

    private static final String POISONED = "rejected " + new Rejection.Poison().code();

    private final Violations violations;

    /// The outcomes of each operation in the order of the topic, without fields that may differ in a
    /// repetition.
    private final Map<String, Set<String>> outcomes = new HashMap<>();

    private long records;

    private final Duration patience;

    /// @param violations receives the violations
    /// @param patience maximum time until uploads are decided that no client waits for
    OutcomeCheck(Violations violations, Duration patience) {
        this.violations = violations;
        this.patience = patience;
    }

    /// @return number of outcomes that are repetitions
    long run(ClusterData cluster, Map<String, History.KnownResult> known) throws InterruptedException {
        var undecided = decided(cluster);
        undecided.removeIf(upload -> known.containsKey(upload.substring(0, upload.indexOf('#'))));
        undecided.forEach(upload -> violations.stuck("upload " + upload + " was accepted and has no outcome "
                + patience.toSeconds() + " s after all others"));
        outcomes.forEach((operation, different) -> {
            if (different.size() > 1) {
                violations.doubled("operation " + operation + " has different outcomes: " + different);
            }
        });
        known.forEach((operation, answer) -> {
            var result = answer.result();
            var found = outcomes.get(operation + "#0");
            if (found == null) {
                violations.lost("operation " + operation + " was " + result + " and has no outcome");
            } else if (result == Result.SUCCEEDED && found.iterator().next().startsWith("rejected")) {
                violations.wrong(
                        "operation " + operation + " succeeded according to the client's response, but was " + found);
            }
        });
        return records - outcomes.size();
    }

    /// Returns the number of operations that were refused because processes had ended twice during their work.
    long poisoned() {
        return outcomes.values().stream()
                .filter(found -> found.contains(POISONED))
                .count();
    }

    /// Reads the outcomes until every upload on the topic has one, or the time is over.
    ///
    /// @return the uploads without an outcome
    private Set<String> decided(ClusterData cluster) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            var uploads = new HashSet<String>();
            cluster.read(Topics.UPLOADS, (_, upload) -> uploads.add(name(upload.operation(), upload.part())));
            outcomes.clear();
            records = 0;
            cluster.read(Topics.OUTCOMES, (_, outcome) -> {
                records++;
                outcomes.computeIfAbsent(name(outcome.operation(), outcome.part()), _ -> new LinkedHashSet<>())
                        .add(essence(outcome));
            });
            uploads.removeAll(outcomes.keySet());
            if (uploads.isEmpty() || System.nanoTime() - end > 0) {
                return uploads;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private static String name(OperationId operation, Part part) {
        return operation.value() + '#' + part.index();
    }

    /// Queries the state of some operations at the nodes.
    void ask(Map<String, History.KnownResult> known, Tenant tenant) throws IOException, InterruptedException {
        var nodes = tenant.nodes();
        var asked = 0;
        var operations = known.entrySet().stream()
                .filter(one -> one.getValue().organization().equals(tenant.name()))
                .map(Map.Entry::getKey)
                .limit(SAMPLE)
                .toList();
        for (var operation : operations) {
            var node = nodes.get(asked++ % nodes.size());
            var answer = node.get(node.endpoint().route("/operations/" + operation));
            var state = answer.json().path("state").asText();
            if (answer.status() != 200 || state.equals("accepted")) {
                violations.stuck("operation " + operation + " is not decided at "
                        + node.endpoint().base() + ": " + answer.status() + ' ' + answer.text());
            }
        }
    }

    private static String essence(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Registered registered ->
                "registered " + registered.image().hash() + (registered.created() ? ", created" : ", existing");
            case Outcome.Changed changed -> "changed " + changed.image().hash() + ' ' + changed.effect();
            case Outcome.Deleted deleted ->
                "deleted " + sorted(deleted.deleted()) + sorted(deleted.notFound()) + sorted(deleted.locked());
            case Outcome.Copied copied ->
                "copied " + sorted(copied.created()) + sorted(copied.existing()) + sorted(copied.notFound())
                        + sorted(copied.failed());
            case Outcome.Rejected rejected -> "rejected " + rejected.reason().code();
            case Outcome.Purged _,
                    Outcome.SignedUp _,
                    Outcome.OrganizationCreated _,
                    Outcome.MembershipChanged _,
                    Outcome.ApiKeysChanged _,
                    Outcome.LimitsChanged _,
                    Outcome.WebhookChanged _ -> outcome.getClass().getSimpleName();
        };
    }

    private static String sorted(List<ImageHash> hashes) {
        return hashes.stream().map(ImageHash::value).sorted().collect(Collectors.joining(",", "[", "]"));
    }
}
