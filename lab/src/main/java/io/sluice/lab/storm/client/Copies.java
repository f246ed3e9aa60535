package io.sluice.lab.storm.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kafka.Json;
import io.sluice.lab.storm.expected.ClientImages;
import io.sluice.lab.storm.expected.History.Kind;
import io.sluice.lab.storm.expected.History.Result;
import io.sluice.lab.storm.expected.Picture;
import io.sluice.lab.storm.expected.Tenant;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Copies of one image, of a few, or of all to the other organization. For one thread.
final class Copies {

    private static final int LIST = 5;

    private final Conversation conversation;
    private final Changes changes;
    private final Undecided undecided;
    private final ClientImages images;
    private final RandomGenerator random;
    private final Tenant tenant;

    Copies(
            Conversation conversation,
            Changes changes,
            Undecided undecided,
            ClientImages images,
            RandomGenerator random) {
        this.conversation = conversation;
        this.changes = changes;
        this.undecided = undecided;
        this.images = images;
        this.random = random;
        this.tenant = conversation.tenant();
    }

    /// Copies an image. Without the revision of its last change, a node may not know it yet.
    void copy(Picture picture) throws InterruptedException {
        if (picture.revision() == 0) {
            return;
        }
        tenant.mayBeCopied(picture);
        changes.make(new Change(
                Kind.COPY,
                picture,
                node -> node.send("COPY", picture.at(node, ""), destination(picture.revision())),
                asked -> picture.copied().settle(true, asked),
                givenUp -> picture.copied().doubt(true, givenUp)));
    }

    /// Copies a few images with one request.
    void copyList() throws InterruptedException {
        var chosen = new LinkedHashSet<Picture>();
        for (var i = 0; i < LIST; i++) {
            images.choose(picture -> picture.live().settled() && picture.revision() > 0)
                    .ifPresent(chosen::add);
        }
        if (chosen.isEmpty()) {
            return;
        }
        var revision = chosen.stream().mapToLong(Picture::revision).max().getAsLong();
        var body = Json.MAPPER.createArrayNode();
        chosen.forEach(picture -> body.add(picture.hash().value()));
        var asked = Instant.now();
        var reply = conversation.send(
                node -> node.send("POST", node.endpoint().images("/copy"), destination(revision), body.toString()));
        if (reply.unclear() > 0 || reply.status() == 202) {
            chosen.forEach(picture -> picture.copied().doubt(true, Instant.now()));
        }
        var what = chosen.size() + " images";
        switch (reply.status()) {
            case 200 -> {
                copied(chosen, reply.json(), asked, true);
                conversation.record(Kind.COPY_LIST, what, Result.SUCCEEDED, reply);
            }
            case 202 -> {
                conversation.record(Kind.COPY_LIST, what, Result.ACCEPTED, reply);
                undecided.addOperation(reply, json -> {
                    copied(chosen, json.path("parts").path(0), asked, false);
                    conversation.decided(Kind.COPY_LIST, what, Result.SUCCEEDED, reply.acceptedId());
                });
            }
            case 404 -> {
                chosen.forEach(picture -> changes.missing(Kind.COPY_LIST, picture, asked));
                conversation.record(Kind.COPY_LIST, what, Result.REJECTED, reply);
            }
            case 0 -> conversation.record(Kind.COPY_LIST, what, Result.UNKNOWN, reply);
            default -> conversation.unexpected(Kind.COPY_LIST, chosen, reply);
        }
    }

    /// @param atOnce whether nothing can have changed since it was decided
    private void copied(Set<Picture> asked, JsonNode answer, Instant when, boolean atOnce) {
        var there = new HashSet<String>();
        List.of("created", "existing").forEach(field -> answer.path(field).forEach(hash -> there.add(hash.asText())));
        var missing = new HashSet<String>();
        answer.path("notfound").forEach(hash -> missing.add(hash.asText()));
        for (var picture : asked) {
            if (there.contains(picture.hash().value())) {
                picture.copied().settle(true, when);
            } else if (atOnce && missing.contains(picture.hash().value())) {
                changes.missing(Kind.COPY_LIST, picture, when);
            }
        }
    }

    /// Copies all images; only one job at a time for each organization.
    void copyAll() throws InterruptedException {
        if (tenant.jobs().get() > 0 || random.nextInt(3) != 0) {
            return;
        }
        var asked = Instant.now();
        var there = tenant.beginJob();
        var headers = conversation.keyed(destination());
        var reply = conversation.send(node -> node.send("POST", node.endpoint().images("/copy-all"), headers));
        if (reply.status() == 202) {
            conversation.record(Kind.COPY_ALL, tenant.name(), Result.ACCEPTED, reply);
            undecided.addJob(reply, job -> jobEnded(job, there, asked));
        } else if (reply.status() == 0) {
            // the job may run forever
            conversation.record(Kind.COPY_ALL, tenant.name(), Result.UNKNOWN, reply);
        } else {
            conversation.unexpected(Kind.COPY_ALL, tenant.name(), reply);
        }
    }

    private void jobEnded(JsonNode job, Map<Picture, Integer> there, Instant asked) {
        var counted = job.path("created").asInt()
                + job.path("existing").asInt()
                + job.path("skipped").asInt()
                + job.path("failed").asInt();
        if (!job.path("state").asText().equals("done")
                || counted != job.path("treated").asInt()) {
            conversation.contradiction("the counts of the job are inconsistent: " + job);
        }
        tenant.endJob(job.path("failed").asInt() == 0 ? there : Map.of(), asked);
        conversation.decided(Kind.COPY_ALL, tenant.name(), Result.SUCCEEDED, "");
    }

    /// @param revision of the source, which the node must have reached
    private Map<String, String> destination(long revision) {
        return Map.of("Destination", tenant.copiesName(), "Sluice-Revision", Long.toString(revision));
    }

    private Map<String, String> destination() {
        return Map.of("Destination", tenant.copiesName());
    }
}
