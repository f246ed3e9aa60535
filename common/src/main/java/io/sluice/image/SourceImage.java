package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.operation.CommandId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A source image in the catalog; the value of `sluice.source-images`. Its groups of fields are not visible
/// in JSON.
///
/// @param identity        owner and hashes
/// @param lifecycle       registration, deletion and lock
/// @param name            file name as given: any text of up to 255 characters
/// @param isProtected     whether downloads require a role of their own
/// @param userMetadata    metadata that users set
/// @param dynamicMetadata metadata that changes the rendering
/// @param content         the stored bytes
/// @param stamp           the command that last changed this record
public record SourceImage(
        @JsonUnwrapped ImageIdentity identity,
        @JsonUnwrapped Lifecycle lifecycle,
        String name,
        @JsonProperty("protected") boolean isProtected,
        UserMetadata userMetadata,
        DynamicMetadata dynamicMetadata,
        @JsonUnwrapped StoredContent content,
        @JsonUnwrapped Stamp stamp) {

    /// Maximum length of a name, in characters; longer names are truncated.
    public static final int MAX_NAME_LENGTH = 255;

    /// Returns whether the image is visible, that is, not deleted.
    @JsonIgnore // follows from `deleted`
    public boolean isLive() {
        return lifecycle.deleted() == null;
    }

    /// Returns a copy that the command `change` changed at `revision`.
    public SourceImage stamped(long revision, CommandId change) {
        return new SourceImage(
                identity,
                lifecycle,
                name,
                isProtected,
                userMetadata,
                dynamicMetadata,
                content,
                new Stamp(revision, change));
    }

    /// Returns a copy with other stored bytes.
    public SourceImage withContent(StoredContent other) {
        return new SourceImage(identity, lifecycle, name, isProtected, userMetadata, dynamicMetadata, other, stamp);
    }

    /// Returns a copy with other user metadata.
    public SourceImage withUserMetadata(UserMetadata metadata) {
        return new SourceImage(identity, lifecycle, name, isProtected, metadata, dynamicMetadata, content, stamp);
    }

    /// Returns a copy with another name.
    public SourceImage withName(String newName) {
        return new SourceImage(
                identity, lifecycle, newName, isProtected, userMetadata, dynamicMetadata, content, stamp);
    }

    /// Returns a locked or unlocked copy.
    public SourceImage withLocked(boolean locked) {
        return with(lifecycle.withLocked(locked));
    }

    /// Returns a copy that was deleted at `time`, or is live when that is null.
    public SourceImage withDeleted(@Nullable Instant time) {
        return with(lifecycle.withDeleted(time));
    }

    /// Returns a copy without user metadata and dynamic metadata, which may be large.
    public SourceImage withoutMetadata() {
        return new SourceImage(
                identity, lifecycle, name, isProtected, UserMetadata.NONE, DynamicMetadata.NONE, content, stamp);
    }

    private SourceImage with(Lifecycle changed) {
        return new SourceImage(identity, changed, name, isProtected, userMetadata, dynamicMetadata, content, stamp);
    }

    public Organization organization() {
        return identity.organization();
    }

    public ImageHash hash() {
        return identity.hash();
    }

    public ShortHash shortHash() {
        return identity.shortHash();
    }

    public BinaryHash binaryHash() {
        return identity.binaryHash();
    }

    public Instant created() {
        return lifecycle.created();
    }

    public @Nullable Instant deleted() {
        return lifecycle.deleted();
    }

    public boolean locked() {
        return lifecycle.locked();
    }

    public BlobKey blob() {
        return content.blob();
    }

    public ImageFormat format() {
        return content.format();
    }

    public long size() {
        return content.size();
    }

    public int width() {
        return content.width();
    }

    public int height() {
        return content.height();
    }

    public boolean opaque() {
        return content.opaque();
    }

    public boolean animated() {
        return content.animated();
    }

    public @Nullable Optimization optimization() {
        return content.optimization();
    }

    public long revision() {
        return stamp.revision();
    }

    public CommandId change() {
        return stamp.change();
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
