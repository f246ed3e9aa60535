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

/// A view of the images: what this node has read from `sluice.source-images`. Safe for use by many threads.
public interface CatalogView {

    /// Returns the live image with this hash or short hash.
    Optional<SourceImage> find(Organization organization, String hashOrShortHash);

    /// Returns the deleted image with this hash or short hash, as long as it can be restored.
    Optional<SourceImage> findDeleted(Organization organization, String hashOrShortHash);

    /// Returns a page of the organization's images.
    ///
    /// @throws PageTooLargeException when the images of the page exceed the memory that a page may take
    /// @throws IllegalArgumentException when the position of the listing belongs to another sort order
    /// @throws io.sluice.search.SearchBusyException when the facets take too long now
    Page list(Organization organization, Listing listing);

    /// Returns all live variants of one binary, newest first.
    List<SourceImage> findByBinaryHash(Organization organization, BinaryHash binaryHash);

    /// Returns live images in the order of their hashes, for an iteration over all of them.
    ///
    /// @param filter the condition that they meet
    /// @param after  hash of the previous image, null for the first
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

    /// Waits until the view shows every change of `organization` up to `revision`.
    ///
    /// @return whether it does so within `timeout`
    boolean await(Organization organization, long revision, Duration timeout) throws InterruptedException;

    /// Returns the revision up to which the view shows every change of `organization`; 0 when there was none.
    long revision(Organization organization);

    /// Whether the view shows everything that was on the topic when this node started.
    boolean caughtUp();

    /// A request for a page.
    ///
    /// @param deleted  whether to list the deleted images rather than the live ones
    /// @param limit    maximum number of images on the page
    /// @param offset   number of images before the page
    /// @param from     the page begins after this position, whose depth costs nothing; `offset` is 0 then
    /// @param backward whether the page ends before `from` instead, or is the last one if that is null
    record Listing(
            boolean deleted,
            Search search,
            int limit,
            int offset,
            @Nullable Position from,
            boolean backward) {
        public Listing {
            if (limit < 0 || offset < 0 || ((from != null || backward) && offset > 0)) {
                throw new IllegalArgumentException("limit " + limit + " and offset " + offset
                        + " must not be negative, and a position replaces an offset");
            }
        }

        public Listing(boolean deleted, Search search, int limit, int offset, @Nullable Position after) {
            this(deleted, search, limit, offset, after, false);
        }

        /// Returns the request for a page of all live images, newest first.
        public static Listing live(int offset, int limit) {
            return new Listing(false, Search.ALL, limit, offset, null);
        }
    }

    /// A page of images.
    ///
    /// @param total   number of images on all pages
    /// @param items   the images of the page
    /// @param hasMore whether there are images beyond the page, in the direction of the listing
    /// @param begin   position of the first of `items`; null when there is none
    /// @param end     position of the last of `items`; null when there is none
    /// @param facets  one for each field that the search counts
    record Page(
            long total,
            List<SourceImage> items,
            boolean hasMore,
            @Nullable Position begin,
            @Nullable Position end,
            List<Facet> facets) {
        public Page {
            items = List.copyOf(items);
            facets = List.copyOf(facets);
        }
    }
}
