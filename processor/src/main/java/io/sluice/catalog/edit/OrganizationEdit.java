package io.sluice.catalog.edit;

import static java.util.Objects.requireNonNull;

import io.sluice.account.Usage;
import io.sluice.catalog.state.BinaryState;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.HashEntry;
import io.sluice.catalog.state.HashOrder;
import io.sluice.catalog.state.Refused;
import io.sluice.catalog.state.StateChange;
import io.sluice.catalog.state.Variant;
import io.sluice.command.BlobPurge;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Rejection;
import io.sluice.command.Slice;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.ShortHash;
import io.sluice.image.SourceImage;
import io.sluice.operation.CommandId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The effect of one command on an organization's images, while it is being decided: the records that it
/// reads, with its changes. The records to write and publish and the blobs to purge follow from the
/// difference.
public final class OrganizationEdit implements HashOrder {

    private final CatalogState state;
    private final Organization organization;
    private final long number;
    private final CommandId author;
    private final Map<BinaryHash, BinaryEdit> binaries = new LinkedHashMap<>();
    private final Map<ImageHash, HashEntry> newEntries = new LinkedHashMap<>();
    private final TreeMap<String, ImageHash> newHashes = new TreeMap<>();
    private final Map<BlobKey, String> unwanted = new LinkedHashMap<>();
    private final List<StateChange> refusals = new ArrayList<>();
    private final Reservations reservations;

    /// @param number number of the command
    /// @param author id of the command, or of the job whose step it is
    public OrganizationEdit(CatalogState state, Organization organization, long number, CommandId author) {
        this.state = state;
        this.organization = organization;
        this.number = number;
        this.author = author;
        this.reservations = new Reservations(state, organization, number);
    }

    /// Creates the effect of a command that may be a step of a job.
    ///
    /// @param slice the slice of the job; null for a command of its own
    public static OrganizationEdit of(CatalogState state, CatalogCommand command, @Nullable Slice slice, long number) {
        return new OrganizationEdit(
                state, command.organization(), number, slice == null ? command.id() : CommandId.ofJob(slice.job()));
    }

    public long number() {
        return number;
    }

    public CommandId author() {
        return author;
    }

    /// Returns the revision of the change of the image that the command names at `position`, from 0.
    public long revision(int position) {
        return number + Math.min(position, Numbering.STEP - 1);
    }

    /// Returns the images of this binary, possibly none.
    public BinaryEdit binary(BinaryHash hash) {
        return binaries.computeIfAbsent(
                hash,
                _ -> new BinaryEdit(
                        this, state.binary(organization, hash).orElseGet(() -> BinaryState.none(organization, hash))));
    }

    /// Returns the images of the binary of the image `hash`, if it is known.
    public Optional<BinaryEdit> binaryOf(ImageHash hash) {
        return entry(hash).map(entry -> binary(entry.binaryHash()));
    }

    /// Returns the result of the command for the image `hash`: the stored one if the command was decided
    /// before, otherwise that of `decision`.
    ///
    /// @param guess    the answer to a replay without a stored result, for an image that existed
    /// @param decision the decision about a new command
    public CommandResult resultFor(
            ImageHash hash, Function<Variant, Result> guess, Function<BinaryEdit, CommandResult> decision) {
        var known = binaryOf(hash);
        if (known.isEmpty()) {
            return unstored(hash, Result.NOT_FOUND);
        }
        var binary = known.get();
        var remembered = binary.remembered(hash.value());
        if (remembered.isPresent()) {
            return remembered.get();
        }
        // in a replay an entry may exist before its image
        var variant = binary.variant(hash);
        if (variant.isEmpty() || variant.get().created() >= number) {
            return unstored(hash, Result.NOT_FOUND);
        }
        if (binary.replayed()) {
            binary.touch(hash);
            return unstored(hash, guess.apply(variant.get()));
        }
        var decided = decision.apply(binary);
        binary.remember(decided);
        return decided;
    }

    /// Creates a result for the image that the command names.
    public CommandResult result(ImageHash hash, Result result) {
        return result(hash, result, null, null);
    }

    public CommandResult result(ImageHash hash, Result result, @Nullable ImageHash image, @Nullable BlobKey dropped) {
        return new CommandResult(number, author, hash.value(), result, image, dropped);
    }

    /// Returns the revision that includes all changes of these images by the command; 0 when there are none.
    public long highestRevision(Collection<ImageHash> hashes) {
        var wanted = Set.copyOf(hashes);
        return binaries.values().stream()
                .flatMap(binary -> binary.variants().stream())
                .map(Variant::image)
                .filter(image -> wanted.contains(image.hash()))
                .mapToLong(SourceImage::revision)
                .max()
                .orElse(0);
    }

    /// Returns the short hash of an image: its current or former one, or a new one.
    public ShortHash shortHash(ImageHash hash, BinaryHash binaryHash) {
        var known = entry(hash);
        if (known.isPresent()) {
            return known.get().shortHash();
        }
        var chosen = ShortHashes.choose(this, organization, hash);
        putEntry(hash, new HashEntry(binaryHash, chosen));
        return chosen;
    }

    /// Adds the entry of an image's hash, from which other short hashes must differ.
    void putEntry(ImageHash hash, HashEntry entry) {
        newEntries.put(hash, entry);
        newHashes.put(hash.value(), hash);
    }

    /// Marks `blob` to be purged unless an image refers to it after the command.
    public void unwanted(BlobKey blob, String reason) {
        unwanted.putIfAbsent(blob, reason);
    }

    /// Reserves storage for an image within the limits of the organization.
    ///
    /// @param more change of the organization's usage
    /// @return whether the limits allow it; otherwise [#quota()] is the reason
    public boolean reserve(ImageHash hash, Usage more) {
        return reservations.reserve(hash, more);
    }

    /// Records that `blob` does not become an image, because [#reserve] has failed.
    public void refuse(ImageHash hash, BlobKey blob) {
        unwanted.remove(blob);
        refusals.add(new StateChange.PutRefusal(organization, hash, number, new Refused(blob, reservations.reason())));
    }

    /// Returns whether a reservation has failed.
    public boolean isOverQuota() {
        return reservations.isExceeded();
    }

    /// Returns the reason for which a reservation has failed.
    public Rejection quota() {
        return reservations.reason();
    }

    @Override
    public Optional<ImageHash> hashBefore(Organization organization, ImageHash hash) {
        var here = newHashes.lowerEntry(hash.value());
        var there = state.hashBefore(organization, hash);
        return here != null && there.stream().allMatch(it -> it.value().compareTo(here.getKey()) < 0)
                ? Optional.of(here.getValue())
                : there;
    }

    @Override
    public Optional<ImageHash> hashAfter(Organization organization, ImageHash hash) {
        var here = newHashes.higherEntry(hash.value());
        var there = state.hashAfter(organization, hash);
        return here != null && there.stream().allMatch(it -> it.value().compareTo(here.getKey()) > 0)
                ? Optional.of(here.getValue())
                : there;
    }

    /// Returns the records to write and publish. Hashes come in the order in which their short forms were
    /// chosen: a crash that keeps one has kept all those that it had to differ from.
    List<StateChange> changes() {
        var changes = new ArrayList<StateChange>();
        newEntries.forEach((hash, entry) -> changes.add(new StateChange.PutHash(organization, hash, entry)));
        binaries.values().forEach(binary -> binary.addChangesTo(changes));
        changes.addAll(refusals);
        return changes;
    }

    /// Returns the blobs that no image refers to.
    List<BlobPurge> purges() {
        var used = new HashSet<BlobKey>();
        binaries.values().forEach(binary -> binary.addUsedBlobsTo(used));
        return unwanted.entrySet().stream()
                .filter(blob -> !used.contains(blob.getKey()))
                .map(blob -> new BlobPurge(blob.getKey(), blob.getValue()))
                .toList();
    }

    private Optional<HashEntry> entry(ImageHash hash) {
        return newEntries.containsKey(hash)
                ? Optional.of(requireNonNull(newEntries.get(hash)))
                : state.entry(organization, hash);
    }

    /// Creates a result that is not stored: there is no record, or its oldest results were dropped.
    private CommandResult unstored(ImageHash hash, Result result) {
        return result(hash, result);
    }
}
