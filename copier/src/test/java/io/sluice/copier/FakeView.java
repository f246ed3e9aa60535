package io.sluice.copier;

import io.sluice.account.Usage;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import io.sluice.operation.CommandId;
import io.sluice.search.Condition;
import io.sluice.testsupport.builder.ImageBuilder;
import io.sluice.view.CatalogView;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An in-memory view of live images.
public final class FakeView implements CatalogView {

    private final Map<Organization, TreeMap<String, SourceImage>> images = new ConcurrentHashMap<>();

    public volatile boolean caughtUp = true;
    public volatile long revision = Long.MAX_VALUE;

    /// Adds `count` images whose hashes are the numbers from `first`.
    public List<ImageHash> add(Organization organization, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> put(image(organization, hash(number), UserMetadata.NONE)))
                .toList();
    }

    public ImageHash put(SourceImage image) {
        images.computeIfAbsent(image.organization(), _ -> new TreeMap<>())
                .put(image.hash().value(), image);
        return image.hash();
    }

    public void remove(Organization organization, ImageHash hash) {
        all(organization).remove(hash.value());
    }

    public static ImageHash hash(int number) {
        return new ImageHash("%040x".formatted(number));
    }

    public static SourceImage image(Organization organization, ImageHash hash, UserMetadata metadata) {
        return image(organization, hash, metadata, new BlobKey("blobs/" + organization + "/" + hash));
    }

    public static SourceImage image(Organization organization, ImageHash hash, UserMetadata metadata, BlobKey blob) {
        return ImageBuilder.image(organization, new BinaryHash(hash.value()))
                .hash(hash)
                .shortLength(40)
                .userMetadata(metadata)
                .blob(blob)
                .stamp(7, new CommandId("operation#0"))
                .build();
    }

    @Override
    public Optional<SourceImage> find(Organization organization, String hashOrShortHash) {
        return Optional.ofNullable(all(organization).get(hashOrShortHash));
    }

    @Override
    public List<SourceImage> slice(Organization organization, Condition filter, @Nullable ImageHash after, int limit) {
        var all = all(organization);
        return (after == null ? all : all.tailMap(after.value(), false))
                .values().stream().limit(limit).toList();
    }

    @Override
    public long count(Organization organization, Condition filter) {
        return all(organization).size();
    }

    @Override
    public boolean await(Organization organization, long wanted, Duration timeout) {
        return wanted <= revision;
    }

    @Override
    public long revision(Organization organization) {
        return revision;
    }

    @Override
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public Optional<SourceImage> findDeleted(Organization organization, String hashOrShortHash) {
        throw new AssertionError("a copier does not ask for this");
    }

    @Override
    public Usage usage(Organization organization) {
        throw new AssertionError("a copier does not ask for this");
    }

    @Override
    public Page list(Organization organization, Listing listing) {
        throw new AssertionError("a copier does not ask for this");
    }

    @Override
    public List<SourceImage> findByBinaryHash(Organization organization, BinaryHash binaryHash) {
        throw new AssertionError("a copier does not ask for this");
    }

    @Override
    public Set<BinaryHash> existing(Organization organization, Collection<BinaryHash> binaryHashes) {
        throw new AssertionError("a copier does not ask for this");
    }

    private NavigableMap<String, SourceImage> all(Organization organization) {
        return images.getOrDefault(organization, new TreeMap<>());
    }
}
