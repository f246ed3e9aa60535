package io.sluice.catalog.state;

import io.sluice.account.Usage;
import io.sluice.image.BinaryHash;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.util.List;
import java.util.Optional;

/// The stored state of one binary in one organization: all images that were created from it.
///
/// They are one record because they depend on each other: they may share a blob, they are deleted together,
/// and one is derived from another. So a crash keeps all effects of a command on them, or none.
///
/// @param number   number of the last command about this record
/// @param variants in the order of their creation
public record BinaryState(
        Organization organization, BinaryHash binaryHash, long number, List<Variant> variants, RecentResults memory) {

    public BinaryState {
        variants = List.copyOf(variants);
    }

    public static BinaryState none(Organization organization, BinaryHash binaryHash) {
        return new BinaryState(organization, binaryHash, 0, List.of(), RecentResults.NONE);
    }

    public BinaryState withVariants(List<Variant> others) {
        return new BinaryState(organization, binaryHash, number, others, memory);
    }

    /// Returns what its images add to the usage of the organization.
    public Usage usage() {
        return variants.stream().map(Variant::usage).reduce(Usage.NONE, Usage::plus);
    }

    public Optional<Variant> variant(ImageHash hash) {
        return variants.stream().filter(it -> it.image().hash().equals(hash)).findFirst();
    }
}
