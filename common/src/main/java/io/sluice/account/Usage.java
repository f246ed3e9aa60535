package io.sluice.account;

/// What an organization stores.
///
/// @param images  number of live images
/// @param deleted number of deleted images that are not purged
/// @param bytes   bytes of all of them; images that share their bytes count each
/// @param deletedBytes bytes of the deleted ones
public record Usage(long images, long deleted, long bytes, long deletedBytes) {

    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /// Returns the usage of live images.
    public static Usage live(long images, long bytes) {
        return new Usage(images, 0, bytes, 0);
    }

    /// Returns the usage of deleted images.
    public static Usage deleted(long images, long bytes) {
        return new Usage(0, images, bytes, bytes);
    }

    public Usage plus(Usage other) {
        return new Usage(
                images + other.images, deleted + other.deleted, bytes + other.bytes, deletedBytes + other.deletedBytes);
    }

    public Usage minus(Usage other) {
        return new Usage(
                images - other.images, deleted - other.deleted, bytes - other.bytes, deletedBytes - other.deletedBytes);
    }
}
