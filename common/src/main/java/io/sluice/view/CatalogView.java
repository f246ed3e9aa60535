package io.sluice.view;

import io.sluice.account.Usage;
import io.sluice.image.BinaryHash;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.search.Condition;
import io.sluice.search.Facet;
import io.sluice.search.Position;
import io.sluice.search.Search;
import java.time.Duration;
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

    /// Returns a page of the organization's images.
    ///
    /// @throws PageTooLargeException when the images of the page exceed the memory that a page may take
    /// @throws IllegalArgumentException when the position of the listing belongs to another sort order
    Page list(Organization organization, Listing listing);

    /// All live variants of one binary, newest first.
    List<SourceImage> findByBinaryHash(Organization organization, BinaryHash binaryHash);

    /// Returns live images in the order of their hashes, to walk through all of them.
    ///
    /// @param filter the condition that they meet
    /// @param after  hash of the previous image, null to begin
    /// @param limit  maximum number of images
    List<SourceImage> slice(Organization organization, Condition filter, @Nullable ImageHash after, int limit);

    /// Returns all live images in the order of their hashes. The time does not depend on their number.
    default List<SourceImage> slice(Organization organization, @Nullable ImageHash after, int limit) {
        return slice(organization, Condition.all(), after, limit);
    }

    /// Returns the number of live images that meet a condition.
    long count(Organization organization, Condition filter);

    /// Returns the number of live images.
    default long count(Organization organization) {
        return count(organization, Condition.all());
    }

    /// Returns the number of images, live and deleted, and their bytes.
    Usage usage(Organization organization);

    /// Those of `binaryHashes` that the organization has a live image of.
    Set<BinaryHash> existing(Organization organization, Collection<BinaryHash> binaryHashes);

    /// Waits until every change of `organization` up to `revision` can be seen.
    ///
    /// @return whether that was so before `timeout` was over
    boolean await(Organization organization, long revision, Duration timeout) throws InterruptedException;

    /// How far this node has come: every change of `organization` up to this one can be seen. 0 when there was
    /// none.
    long revision(Organization organization);

    /// Whether everything that was on the topic when this node started can be seen.
    boolean caughtUp();

    /// A request for a page.
    ///
    /// @param deleted whether the deleted images are meant, rather than the live ones
    /// @param limit   maximum number of images on the page
    /// @param offset  number of images before the page
    /// @param after   the page begins after this position, however deep that is; `offset` is 0 then
    record Listing(
            boolean deleted,
            Search search,
            int limit,
            int offset,
            @Nullable Position after) {
        public Listing {
            if (limit < 0 || offset < 0 || (after != null && offset > 0)) {
                throw new IllegalArgumentException("limit " + limit + " and offset " + offset
                        + " must not be negative, and a position replaces an offset");
            }
        }

        /// A page of all live images, newest first.
        public static Listing live(int offset, int limit) {
            return new Listing(false, Search.ALL, limit, offset, null);
        }
    }

    /// @param total   number of images on all pages
    /// @param items   the images of the page
    /// @param hasNext whether there are images after the last of `items`
    /// @param end     position of the last of `items`; null when there is none
    /// @param facets  one for each field that the search counts
    record Page(
            long total,
            List<SourceImage> items,
            boolean hasNext,
            @Nullable Position end,
            List<Facet> facets) {
        public Page {
            items = List.copyOf(items);
            facets = List.copyOf(facets);
        }
    }
}
