package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A source image in the catalog; the value of `sluice.source-images`.
///
/// @param organization    the owner; the same hash in another organization is another image
/// @param hash            identity within the organization
/// @param shortHash       short form of the hash, unique in the organization when the image was created
/// @param binaryHash      SHA-1 of the bytes as received
/// @param created         when the image was first registered
/// @param deleted         when the image was deleted, or null; a deleted image is hidden and later purged
/// @param name            file name as given: any text of up to 255 characters
/// @param format          format of the stored bytes
/// @param size            length of the stored bytes
/// @param width           width of the stored image, in pixels
/// @param height          height of the stored image, in pixels
/// @param isProtected     whether downloads require a role of their own
/// @param locked          whether the image can be neither deleted nor purged
/// @param opaque          whether every pixel is fully opaque
/// @param animated        whether the image has more than one frame in time
/// @param userMetadata    metadata that users set
/// @param dynamicMetadata metadata that changes the rendering
/// @param blob            key of the stored bytes
/// @param revision        derived from the position of the command that last changed this record, and unique among the
///                        organization's images: it increases with every change, not always by 1
/// @param change          id of that command, so that its replay has the same outcome
/// @param optimization    how the stored bytes were derived, or null when they are the received bytes
public record SourceImage(
        Organization organization,
        ImageHash hash,
        ShortHash shortHash,
        BinaryHash binaryHash,
        Instant created,
        @Nullable Instant deleted,
        String name,
        ImageFormat format,
        long size,
        int width,
        int height,
        @JsonProperty("protected") boolean isProtected,
        boolean locked,
        boolean opaque,
        boolean animated,
        UserMetadata userMetadata,
        DynamicMetadata dynamicMetadata,
        BlobKey blob,
        long revision,
        String change,
        @Nullable Optimization optimization) {

    /// Maximum length of a name, in characters; longer names are truncated.
    public static final int MAX_NAME_LENGTH = 255;

    public SourceImage {
        if (width < 1 || height < 1 || size < 1) {
            throw new IllegalArgumentException("an image has positive dimensions and size, not " + width + " × "
                    + height + ", " + size + " bytes");
        }
    }

    /// Returns whether the image is visible, that is, not deleted.
    @JsonIgnore // follows from `deleted`
    public boolean isLive() {
        return deleted == null;
    }

    /// Returns a copy with other user metadata, changed by the command `change` at `revision`.
    public SourceImage withUserMetadata(UserMetadata metadata, long revision, String change) {
        return changed(deleted, name, locked, metadata, dynamicMetadata, revision, change);
    }

    /// Returns a copy with another name, changed by the command `change` at `revision`.
    public SourceImage withName(String newName, long revision, String change) {
        return changed(deleted, newName, locked, userMetadata, dynamicMetadata, revision, change);
    }

    /// Returns a locked or unlocked copy, changed by the command `change` at `revision`.
    public SourceImage withLocked(boolean nowLocked, long revision, String change) {
        return changed(deleted, name, nowLocked, userMetadata, dynamicMetadata, revision, change);
    }

    /// Returns a copy that was deleted at `time`, or live when that is null, changed by the command `change` at
    /// `revision`.
    public SourceImage withDeleted(@Nullable Instant time, long revision, String change) {
        return changed(time, name, locked, userMetadata, dynamicMetadata, revision, change);
    }

    /// Returns a copy without user metadata, which may be large.
    public SourceImage withoutMetadata() {
        return changed(deleted, name, locked, UserMetadata.NONE, DynamicMetadata.NONE, revision, change);
    }

    /// Returns a copy with another description of how its bytes were derived.
    public SourceImage withOptimization(Optimization other) {
        return new SourceImage(
                organization,
                hash,
                shortHash,
                binaryHash,
                created,
                deleted,
                name,
                format,
                size,
                width,
                height,
                isProtected,
                locked,
                opaque,
                animated,
                userMetadata,
                dynamicMetadata,
                blob,
                revision,
                change,
                other);
    }

    private SourceImage changed(
            @Nullable Instant deleted,
            String name,
            boolean locked,
            UserMetadata userMetadata,
            DynamicMetadata dynamicMetadata,
            long revision,
            String change) {
        return new SourceImage(
                organization,
                hash,
                shortHash,
                binaryHash,
                created,
                deleted,
                name,
                format,
                size,
                width,
                height,
                isProtected,
                locked,
                opaque,
                animated,
                userMetadata,
                dynamicMetadata,
                blob,
                revision,
                change,
                optimization);
    }

    /// Truncates `name` to [#MAX_NAME_LENGTH] characters, never within a surrogate pair.
    public static String nameOf(String name) {
        if (name.length() <= MAX_NAME_LENGTH) {
            return name;
        }
        var end = Character.isHighSurrogate(name.charAt(MAX_NAME_LENGTH - 1)) ? MAX_NAME_LENGTH - 1 : MAX_NAME_LENGTH;
        return name.substring(0, end);
    }
}
