package io.sluice.lab.storm.check;

import io.sluice.command.Outcome;
import io.sluice.image.ImageHash;
import io.sluice.kafka.Topics;
import io.sluice.lab.storm.cluster.Cluster;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.History.Result;
import io.sluice.lab.storm.expected.Tenant;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The search for operations without an outcome, with several different ones, or with another one than their
/// client received.
final class OutcomeCheck {

    /// Number of operations that are queried at a node; all are looked up on the topic.
    private static final int SAMPLE = 300;

    private final List<String> violations;

    /// The outcomes of each operation in the order of the topic, without fields that may differ in a
    /// repetition.
    private final Map<String, Set<String>> outcomes = new HashMap<>();

    private long records;

    /// @param violations receives the violations
    OutcomeCheck(List<String> violations) {
        this.violations = violations;
    }

    /// @return number of outcomes that are repetitions
    long run(Cluster cluster, Map<String, History.KnownResult> known) {
        cluster.read(Topics.OUTCOMES, (_, outcome) -> {
            records++;
            outcomes.computeIfAbsent(
                            outcome.operation().value() + '#' + outcome.part().index(), _ -> new LinkedHashSet<>())
                    .add(essence(outcome));
        });
        outcomes.forEach((operation, different) -> {
            if (different.size() > 1) {
                violations.add("operation " + operation + " has different outcomes: " + different);
            }
        });
        known.forEach((operation, answer) -> {
            var result = answer.result();
            var found = outcomes.get(operation + "#0");
            if (found == null) {
                violations.add("operation " + operation + " was " + result + " and has no outcome");
            } else if (result == Result.SUCCEEDED && found.iterator().next().startsWith("rejected")) {
                violations.add(
                        "operation " + operation + " succeeded according to the client's response, but was " + found);
            }
        });
        return records - outcomes.size();
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
                violations.add("operation " + operation + " is not decided at "
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
