package io.sluice.image;

/// The identity of an image, which never changes.
///
/// @param organization the owner; the same hash in another organization is another image
/// @param hash         identity within the organization
/// @param shortHash    short form of the hash, unique in the organization when the image was created
/// @param binaryHash   SHA-1 of the bytes as received
public record ImageIdentity(Organization organization, ImageHash hash, ShortHash shortHash, BinaryHash binaryHash) {}
