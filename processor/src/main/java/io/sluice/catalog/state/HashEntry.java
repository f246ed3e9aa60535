package io.sluice.catalog.state;

import io.sluice.image.BinaryHash;
import io.sluice.image.ShortHash;

/// The entry under the hash of an image.
///
/// @param binaryHash the binary whose record contains the image
/// @param shortHash  the image's short hash: a replay must choose the same, whatever other images exist then
public record HashEntry(BinaryHash binaryHash, ShortHash shortHash) {}
