package io.sluice.view.operation;

import io.sluice.command.Door;
import io.sluice.command.Outcome;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.operation.OperationId;
import io.sluice.view.OperationStatus.State;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What lists show and find of one operation: the sum of its events, whatever their order and however often
/// each is added. Used by the thread that writes the index.
final class OperationHead {

    /// Maximum number of names and of images by which an operation is found.
    private static final int MAX_TERMS = 100;

    private final OperationId operation;
    private final Organization organization;
    private Instant accepted;
    private Instant published;
    private int parts;
    private final BitSet queued = new BitSet();
    private final BitSet ended = new BitSet();
    private int attempt;
    private int postponed;
    private @Nullable Door door;
    private final TreeSet<String> reasons = new TreeSet<>();
    private final TreeSet<String> names = new TreeSet<>();
    private final TreeSet<String> images = new TreeSet<>();

    /// The known sizes of the parts that have not ended.
    private final TreeMap<Integer, Long> sizes = new TreeMap<>();

    OperationHead(OperationEvent first, Instant published) {
        this.operation = first.operation();
        this.organization = first.organization();
        this.accepted = first.accepted();
        this.published = published;
    }

    /// Adds an event.
    ///
    /// @param time when it was published
    void add(OperationEvent event, Instant time) {
        accepted = event.accepted().isBefore(accepted) ? event.accepted() : accepted;
        published = time.isAfter(published) ? time : published;
        parts = Math.max(parts, event.part().count());
        switch (event) {
            case OperationEvent.Queued queuedEvent -> add(queuedEvent);
            case OperationEvent.Postponed later -> postponed = Math.max(postponed, later.attempt());
            case OperationEvent.Ended(var _, var outcome) -> add(outcome);
        }
    }

    private void add(OperationEvent.Queued event) {
        attempt = Math.max(attempt, event.attempt());
        var index = event.part().index();
        queued.set(index);
        var upload = event.upload();
        if (upload == null) {
            return;
        }
        door = upload.door();
        addTo(names, upload.title());
        if (upload.source() != null && upload.source().size() != null && !ended.get(index)) {
            sizes.put(index, upload.source().size());
        }
    }

    private void add(Outcome outcome) {
        var index = outcome.part().index();
        if (ended.get(index)) {
            return; // the first outcome counts
        }
        ended.set(index);
        sizes.remove(index);
        switch (outcome) {
            case Outcome.Rejected(var _, var _, var reason) -> reasons.add(reason.code());
            case Outcome.Registered registered -> add(registered.image());
            case Outcome.Changed changed -> add(changed.image());
            case Outcome.Deleted deleted -> add(deleted.deleted().stream());
            case Outcome.Copied copied -> add(Stream.concat(copied.created().stream(), copied.existing().stream()));
            case Outcome.Purged purged -> add(purged.hashes().stream());
            case Outcome.SignedUp _,
                    Outcome.OrganizationCreated _,
                    Outcome.MembershipChanged _,
                    Outcome.ApiKeysChanged _,
                    Outcome.WebhookChanged _,
                    Outcome.LimitsChanged _ -> {
                // no image
            }
        }
    }

    private void add(SourceImage image) {
        addTo(images, image.hash().value());
        addTo(names, image.name());
    }

    private void add(Stream<ImageHash> hashes) {
        hashes.forEach(hash -> addTo(images, hash.value()));
    }

    private static void addTo(Set<String> terms, @Nullable String term) {
        if (term != null && terms.size() < MAX_TERMS) {
            terms.add(term);
        }
    }

    OperationId operation() {
        return operation;
    }

    Organization organization() {
        return organization;
    }

    Instant accepted() {
        return accepted;
    }

    /// Returns when the last of its events was published.
    Instant published() {
        return published;
    }

    State state() {
        if (!reasons.isEmpty()) {
            return State.REJECTED;
        }
        return ended.cardinality() == parts ? State.SUCCEEDED : State.ACCEPTED;
    }

    /// Returns the number of parts whose commands were seen, but not their outcomes.
    int waiting() {
        var waiting = (BitSet) queued.clone();
        waiting.andNot(ended);
        return waiting.cardinality();
    }

    /// Returns the known bytes of the parts that wait.
    long waitingBytes() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Whether an attempt failed temporarily and the next one has not begun.
    boolean isPostponed() {
        return postponed > attempt && waiting() > 0;
    }

    @Nullable
    Door door() {
        return door;
    }

    List<String> reasons() {
        return List.copyOf(reasons);
    }

    List<String> names() {
        return List.copyOf(names);
    }

    List<String> images() {
        return List.copyOf(images);
    }
}
