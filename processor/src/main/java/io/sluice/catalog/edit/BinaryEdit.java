package io.sluice.catalog.edit;

import io.sluice.catalog.state.BinaryState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.HashEntry;
import io.sluice.catalog.state.RecentResults;
import io.sluice.catalog.state.StateChange;
import io.sluice.catalog.state.Variant;
import io.sluice.image.BlobKey;
import io.sluice.image.ImageHash;
import io.sluice.image.SourceImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The images of one binary with the changes of the command that is being decided.
public final class BinaryEdit {

    /// Maximum difference between the clocks of processes.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    static final String REPLACED = "no image refers to it any more";

    private final OrganizationEdit draft;
    private final BinaryState before;
    private final Map<ImageHash, Variant> variants = new LinkedHashMap<>();
    private final Set<ImageHash> touched = new LinkedHashSet<>();
    private RecentResults memory;
    private boolean changed;

    BinaryEdit(OrganizationEdit draft, BinaryState before) {
        this.draft = draft;
        this.before = before;
        this.memory = before.memory();
        before.variants().forEach(variant -> variants.put(variant.image().hash(), variant));
    }

    /// Returns whether the record already contains the effect of the command.
    public boolean replayed() {
        return before.number() >= draft.number();
    }

    public Optional<Variant> variant(ImageHash hash) {
        return Optional.ofNullable(variants.get(hash));
    }

    public Optional<Variant> live(ImageHash hash) {
        return variant(hash).filter(Variant::live);
    }

    public Collection<Variant> variants() {
        return variants.values();
    }

    /// Returns whether `image`, new or changed, would exceed the metadata limit.
    public boolean exceedsLimitWith(SourceImage image) {
        var others = variants.values().stream()
                .filter(variant -> !variant.image().hash().equals(image.hash()))
                .toList();
        return MetadataLimits.areExceededBy(image, others);
    }

    /// Returns the stored result when the command was decided before: as this record of the topic, or in a
    /// duplicate.
    public Optional<CommandResult> remembered(String subject) {
        var found = before.memory()
                .ofNumber(draft.number(), subject)
                .or(() -> before.memory().ofCommand(draft.author(), subject));
        found.ifPresent(this::showAgain);
        return found;
    }

    /// Returns the stored result, like [#remembered], of a command that creates the image `hash` itself. The
    /// image is the only stored result that a creation needs.
    ///
    /// @param accepted when the command was accepted: an id derived from an `Idempotency-Key` may be used
    ///                 again much later, for another request
    public Optional<CommandResult> rememberedCreating(ImageHash hash, Instant accepted) {
        var found = decidedAtThisPosition(hash).or(() -> decidedBefore(hash, accepted));
        found.ifPresent(this::showAgain);
        return found;
    }

    /// Returns the result of this record of the topic when it is read again.
    private Optional<CommandResult> decidedAtThisPosition(ImageHash hash) {
        return before.memory()
                .ofNumber(draft.number(), hash.value())
                .or(() -> creation(hash).filter(it -> it.number() == draft.number()));
    }

    /// Returns the result of the same command in an earlier record, when it was published twice.
    private Optional<CommandResult> decidedBefore(ImageHash hash, Instant accepted) {
        return before.memory()
                .ofCommand(draft.author(), hash.value())
                .or(() -> creation(hash).filter(it -> it.command().equals(draft.author())))
                .filter(it -> it.result() == Result.TOO_MUCH_METADATA || !isGone(hash, accepted));
    }

    private Optional<CommandResult> creation(ImageHash hash) {
        return before.variant(hash).map(BinaryEdit::creation);
    }

    /// Returns whether the image was deleted before a command was accepted, which therefore cannot have
    /// created it.
    private boolean isGone(ImageHash hash, Instant accepted) {
        var variant = before.variant(hash);
        if (variant.isEmpty()) {
            return true;
        }
        var deleted = variant.get().image().deleted();
        return deleted != null && deleted.plus(CLOCKS_DIFFER).isBefore(accepted);
    }

    /// Returns all stored results of the command with this number.
    public List<CommandResult> remembered(long number) {
        return memory.commands().stream().filter(it -> it.number() == number).toList();
    }

    public void remember(CommandResult result) {
        memory = memory.with(result);
        changed = true;
        if (result.dropped() != null) {
            draft.unwanted(result.dropped(), REPLACED);
        }
    }

    /// Creates an image, which is new or replaces a deleted or purged one.
    public void create(SourceImage image) {
        // the result of the previous creation must be known as long as it can be replayed
        variant(image.hash()).ifPresent(former -> memory = memory.with(creation(former)));
        put(Variant.created(image, draft.author(), draft.number()));
    }

    public void put(Variant variant) {
        variants.put(variant.image().hash(), variant);
        touched.add(variant.image().hash());
        changed = true;
    }

    /// Marks an image to be written and published again. Its entry among the hashes may be lost separately.
    public void touch(ImageHash hash) {
        variant(hash).map(Variant::image).ifPresent(image -> {
            touched.add(hash);
            if (replayed()) {
                draft.putEntry(hash, new HashEntry(image.binaryHash(), image.shortHash()));
            }
        });
    }

    void addChangesTo(List<StateChange> changes) {
        if (variants.isEmpty()) {
            return;
        }
        if (changed || replayed()) {
            changes.add(new StateChange.PutBinary(new BinaryState(
                    before.organization(),
                    before.binaryHash(),
                    Math.max(before.number(), draft.number()),
                    List.copyOf(variants.values()),
                    memory)));
        }
        touched.forEach(hash -> variant(hash).ifPresent(variant -> addChangesTo(changes, variant)));
    }

    void addUsedBlobsTo(Set<BlobKey> used) {
        variants.values().stream()
                .filter(variant -> variant.purged() == 0)
                .forEach(variant -> used.add(variant.image().blob()));
    }

    private void addChangesTo(List<StateChange> changes, Variant variant) {
        var image = variant.image();
        var organization = before.organization();
        var former = before.variant(image.hash());
        var deletedBefore = former.map(Variant::restorableSince);
        var deleted = Optional.ofNullable(variant.restorableSince());
        if (!deleted.equals(deletedBefore)) {
            deletedBefore.ifPresent(
                    time -> changes.add(new StateChange.RemoveDeletion(organization, image.hash(), time)));
        }
        if (replayed() || !deleted.equals(deletedBefore)) {
            deleted.ifPresent(time -> changes.add(new StateChange.PutDeletion(organization, image.hash(), time)));
        }
        if (variant.purged() == 0) {
            changes.add(new StateChange.PublishImage(image));
        } else {
            changes.add(new StateChange.PutRemains(organization, image.hash(), variant.purged()));
            changes.add(new StateChange.PublishTombstone(organization, image.hash()));
        }
    }

    /// Marks a result to be written and published again, because a crash may have lost either.
    private void showAgain(CommandResult remembered) {
        variants.keySet().stream()
                .filter(hash -> hash.value().equals(remembered.subject()) || hash.equals(remembered.image()))
                .forEach(this::touch);
        if (remembered.dropped() != null) {
            draft.unwanted(remembered.dropped(), REPLACED);
        }
    }

    private static CommandResult creation(Variant variant) {
        return new CommandResult(
                variant.created(), variant.createdBy(), variant.image().hash().value(), Result.CREATED, null, null);
    }
}
