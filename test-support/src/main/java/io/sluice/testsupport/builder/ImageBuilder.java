package io.sluice.testsupport.builder;

import static java.util.Objects.requireNonNullElse;

import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageIdentity;
import io.sluice.image.Lifecycle;
import io.sluice.image.Organization;
import io.sluice.image.ShortHash;
import io.sluice.image.SourceImage;
import io.sluice.image.Stamp;
import io.sluice.image.StoredContent;
import io.sluice.operation.CommandId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A builder of source images: by default live PNG images named `image.png` without metadata, whose hashes
/// follow from their other values.
public final class ImageBuilder extends DescriptionBuilder<ImageBuilder> {

    private final Organization organization;
    private final BinaryHash binaryHash;
    private @Nullable ImageHash hash;
    private int shortLength = ShortHash.MIN_LENGTH;
    private Lifecycle lifecycle = Lifecycle.from(Instant.EPOCH);
    private boolean isProtected;
    private DynamicMetadata dynamicMetadata = DynamicMetadata.NONE;
    private @Nullable BlobKey blob;
    private @Nullable StoredContent content;
    private Stamp stamp = new Stamp(1, new CommandId("op-1#0"));

    private ImageBuilder(Organization organization, BinaryHash binaryHash) {
        this.organization = organization;
        this.binaryHash = binaryHash;
    }

    /// Returns a builder of an image with these received bytes.
    public static ImageBuilder image(Organization organization, BinaryHash binaryHash) {
        return new ImageBuilder(organization, binaryHash);
    }

    /// Returns a builder of an image with other received bytes for each number.
    public static ImageBuilder image(Organization organization, int number) {
        return image(organization, new BinaryHash("%040x".formatted(number)));
    }

    /// Sets a hash that does not follow from the other values.
    public ImageBuilder hash(ImageHash value) {
        hash = value;
        return this;
    }

    /// Sets the length of the short hash.
    public ImageBuilder shortLength(int characters) {
        shortLength = characters;
        return this;
    }

    public ImageBuilder created(Instant time) {
        lifecycle = Lifecycle.from(time);
        return this;
    }

    public ImageBuilder isProtected(boolean value) {
        isProtected = value;
        return this;
    }

    public ImageBuilder dynamicMetadata(DynamicMetadata value) {
        dynamicMetadata = value;
        return this;
    }

    /// Sets the key of the stored bytes, of which the rest does not matter.
    public ImageBuilder blob(BlobKey key) {
        blob = key;
        return this;
    }

    public ImageBuilder content(StoredContent value) {
        content = value;
        return this;
    }

    /// Sets the last change.
    public ImageBuilder stamp(long revision, CommandId change) {
        stamp = new Stamp(revision, change);
        return this;
    }

    @Override
    ImageBuilder self() {
        return this;
    }

    public SourceImage build() {
        var identity = hash == null ? ImageHash.of(binaryHash, dynamicMetadata, isProtected) : hash;
        return new SourceImage(
                new ImageIdentity(organization, identity, identity.shortened(shortLength), binaryHash),
                lifecycle,
                requireNonNullElse(name(), "image.png"),
                isProtected,
                userMetadata(),
                dynamicMetadata,
                content == null ? png(identity) : content,
                stamp);
    }

    private StoredContent png(ImageHash identity) {
        var key = blob == null ? new BlobKey("blobs/" + organization + "/" + identity) : blob;
        return new StoredContent(key, ImageFormat.PNG, 100, 10, 20, true, false, null);
    }
}
