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

/// Looks for operations without an outcome, with more than one, or with another one than their client was told.
final class OutcomeCheck {

    /// Operations that are asked about at a node; all are looked up on the topic.
    private static final int SAMPLE = 300;

    private final List<String> violations;

    /// What came of an operation, in the order of the topic, without what may differ when it is told again.
    private final Map<String, Set<String>> outcomes = new HashMap<>();

    private long records;

    /// @param violations where to say what is wrong
    OutcomeCheck(List<String> violations) {
        this.violations = violations;
    }

    /// @return how many outcomes there are more than operations: they were told again
    long run(Cluster cluster, Map<String, History.Told> told) {
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
        told.forEach((operation, answer) -> {
            var result = answer.result();
            var found = outcomes.get(operation + "#0");
            if (found == null) {
                violations.add("operation " + operation + " was " + result + " and has no outcome");
            } else if (result == Result.SUCCEEDED && found.iterator().next().startsWith("rejected")) {
                violations.add("operation " + operation + " succeeded as the client was told, but was " + found);
            }
        });
        return records - outcomes.size();
    }

    /// Asks the nodes how some of the operations stand.
    void ask(Map<String, History.Told> told, Tenant tenant) throws IOException, InterruptedException {
        var nodes = tenant.nodes();
        var asked = 0;
        var operations = told.entrySet().stream()
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
