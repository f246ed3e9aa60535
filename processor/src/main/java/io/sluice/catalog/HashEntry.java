package io.sluice.catalog;

import io.sluice.image.BinaryHash;
import io.sluice.image.ShortHash;

/// What is found under the hash of an image.
///
/// @param binaryHash the binary whose record the image is in
/// @param shortHash  the image's short hash: made again in a replay it must be the same, whatever else is there by then
record HashEntry(BinaryHash binaryHash, ShortHash shortHash) {}
