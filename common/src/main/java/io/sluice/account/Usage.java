package io.sluice.account;

/// What an organization stores.
///
/// @param images  number of live images
/// @param deleted number of deleted images that are not purged
/// @param bytes   bytes of all of them; images that share their bytes count each
public record Usage(long images, long deleted, long bytes) {

    public static final Usage NONE = new Usage(0, 0, 0);

    public Usage plus(Usage other) {
        return new Usage(images + other.images, deleted + other.deleted, bytes + other.bytes);
    }

    public Usage minus(Usage other) {
        return new Usage(images - other.images, deleted - other.deleted, bytes - other.bytes);
    }
}
