package io.sluice.catalog;

import io.sluice.account.Usage;
import io.sluice.image.BinaryHash;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.util.List;
import java.util.Optional;

/// What the catalog's state keeps of one binary in one organization: all images that were made of it.
///
/// They are one record, for they belong together: they may share a blob, they are deleted together, one is made of
/// another. So a crash keeps all of what a command did to them, or nothing.
///
/// @param number   number of the last command that this record was asked about
/// @param variants in the order of their creation
record BinaryState(
        Organization organization, BinaryHash binaryHash, long number, List<Variant> variants, RecentResults memory) {

    BinaryState {
        variants = List.copyOf(variants);
    }

    static BinaryState none(Organization organization, BinaryHash binaryHash) {
        return new BinaryState(organization, binaryHash, 0, List.of(), RecentResults.NONE);
    }

    BinaryState withVariants(List<Variant> others) {
        return new BinaryState(organization, binaryHash, number, others, memory);
    }

    /// What its images add to the usage of the organization.
    Usage usage() {
        return variants.stream().map(Variant::usage).reduce(Usage.NONE, Usage::plus);
    }

    Optional<Variant> variant(ImageHash hash) {
        return variants.stream().filter(it -> it.image().hash().equals(hash)).findFirst();
    }
}
