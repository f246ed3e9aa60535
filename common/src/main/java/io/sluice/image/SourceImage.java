package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A source image as the catalog keeps it; the value of `sluice.source-images`.
///
/// @param organization    its owner; the same hash in another organization is another image
/// @param hash            its identity within the organization
/// @param shortHash       short form of the identity, unique in the organization
/// @param binaryHash      SHA-1 of the bytes as received
/// @param created         when it was first registered
/// @param deleted         when it was deleted, if it is: it is hidden then, and purged some time later
/// @param name            file name as given, any text up to 255 characters
/// @param format          format of the stored bytes
/// @param size            length of the stored bytes
/// @param width           pixels as stored
/// @param height          pixels as stored
/// @param isProtected     downloads need a role of their own
/// @param locked          must be neither deleted nor purged
/// @param opaque          no pixel is even partly transparent
/// @param animated        more than one frame is shown in time
/// @param userMetadata    what users say about it
/// @param dynamicMetadata what changes its rendering
/// @param blob            where its bytes are
/// @param revision        follows from the place of the command that last changed this record, and is no other image's:
///                        it grows with every change to the organization's images, not always by 1
/// @param change          id of the command that made that change, so that its replay gives the same outcome
/// @param optimization    how its bytes were made, unless they are those that were received
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

    /// Longest name of an image, in characters; longer ones are cut.
    public static final int MAX_NAME_LENGTH = 255;

    public SourceImage {
        if (width < 1 || height < 1 || size < 1) {
            throw new IllegalArgumentException("an image has positive dimensions and size, not " + width + " × "
                    + height + ", " + size + " bytes");
        }
    }

    /// Whether it is there for everybody, that is, not deleted.
    @JsonIgnore // follows from `deleted`
    public boolean isLive() {
        return deleted == null;
    }

    /// This image with other user metadata, by the command `change` with the number `revision`.
    public SourceImage withUserMetadata(UserMetadata metadata, long revision, String change) {
        return changed(deleted, name, locked, metadata, dynamicMetadata, revision, change);
    }

    /// This image with another name, by the command `change` with the number `revision`.
    public SourceImage withName(String newName, long revision, String change) {
        return changed(deleted, newName, locked, userMetadata, dynamicMetadata, revision, change);
    }

    /// This image locked or not, by the command `change` with the number `revision`.
    public SourceImage withLocked(boolean nowLocked, long revision, String change) {
        return changed(deleted, name, nowLocked, userMetadata, dynamicMetadata, revision, change);
    }

    /// This image deleted at a time, or live when that is null, by the command `change` with the number `revision`.
    public SourceImage withDeleted(@Nullable Instant time, long revision, String change) {
        return changed(time, name, locked, userMetadata, dynamicMetadata, revision, change);
    }

    /// This image for those who have no room for what users say about it, which may be much.
    public SourceImage withoutMetadata() {
        return changed(deleted, name, locked, UserMetadata.NONE, DynamicMetadata.NONE, revision, change);
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

    /// `name` cut to [#MAX_NAME_LENGTH] characters, never through the middle of a surrogate pair.
    public static String nameOf(String name) {
        if (name.length() <= MAX_NAME_LENGTH) {
            return name;
        }
        var end = Character.isHighSurrogate(name.charAt(MAX_NAME_LENGTH - 1)) ? MAX_NAME_LENGTH - 1 : MAX_NAME_LENGTH;
        return name.substring(0, end);
    }
}
