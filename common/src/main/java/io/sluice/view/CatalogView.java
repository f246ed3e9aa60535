package io.sluice.view;

import io.sluice.image.BinaryHash;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What images there are, as far as this node has read `sluice.source-images`. Safe for use by many threads.
public interface CatalogView {

    /// The live image with this hash or short hash.
    Optional<SourceImage> find(Organization organization, String hashOrShortHash);

    /// The deleted image with this hash or short hash, as long as it can be restored.
    Optional<SourceImage> findDeleted(Organization organization, String hashOrShortHash);

    /// A page of the organization's images, newest first. It ends early, though never without an image, once its images
    /// have taken up the memory that a page may.
    Page list(Organization organization, Listing listing);

    /// All live variants of one binary, newest first.
    List<SourceImage> findByBinaryHash(Organization organization, BinaryHash binaryHash);

    /// Live images in the order of their hashes, for those who walk through all of them: it takes no longer the more
    /// there are.
    ///
    /// @param after hash of the last one that was seen, null to begin
    /// @param limit most images to return
    List<SourceImage> slice(Organization organization, @Nullable ImageHash after, int limit);

    /// How many live images the organization has.
    long count(Organization organization);

    /// Those of `binaryHashes` that the organization has a live image of.
    Set<BinaryHash> existing(Organization organization, Collection<BinaryHash> binaryHashes);

    /// Waits until every change of `organization` up to `revision` can be seen.
    ///
    /// @return whether that was so before `timeout` was over
    boolean await(Organization organization, long revision, Duration timeout) throws InterruptedException;

    /// How far this node has come: every change of `organization` up to this one can be seen. 0 when there was none.
    long revision(Organization organization);

    /// Whether everything that was on the topic when this node started can be seen.
    boolean caughtUp();

    /// Which images, and which page of them.
    ///
    /// @param deleted whether the deleted images are meant, rather than the live ones
    /// @param limit   most images of the page
    /// @param offset  images to skip
    /// @param after   the page begins after this one, however deep that is; `offset` is 0 then
    record Listing(
            boolean deleted,
            int limit,
            int offset,
            @Nullable Cursor after) {
        public Listing {
            if (limit < 0 || offset < 0 || (after != null && offset > 0)) {
                throw new IllegalArgumentException("limit " + limit + " and offset " + offset
                        + " must not be negative, and a cursor replaces an offset");
            }
        }

        /// A page of the live images.
        public static Listing live(int offset, int limit) {
            return new Listing(false, limit, offset, null);
        }
    }

    /// A place in a list: that of the image with this time and hash, whether it is still there or not.
    record Cursor(Instant created, ImageHash hash) {}

    /// @param total   images there are on all pages
    /// @param items   those of the page
    /// @param hasNext whether there are images after the last of `items`
    record Page(long total, List<SourceImage> items, boolean hasNext) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
