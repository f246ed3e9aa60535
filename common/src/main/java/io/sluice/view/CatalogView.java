package io.sluice.view;

import io.sluice.image.BinaryHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What images there are, as far as this node has read `sluice.source-images`. Safe for use by many threads.
public interface CatalogView {

    /// The image with this hash or short hash.
    Optional<SourceImage> find(Organization organization, String hashOrShortHash);

    /// A page of the organization's images, newest first.
    ///
    /// @param offset images to skip
    /// @param limit  most images to return
    Page list(Organization organization, int offset, int limit);

    /// All variants of one binary, newest first.
    List<SourceImage> findByBinaryHash(Organization organization, BinaryHash binaryHash);

    /// Those of `binaryHashes` that the organization has an image of.
    Set<BinaryHash> existing(Organization organization, Collection<BinaryHash> binaryHashes);

    /// Waits until every change of `organization` up to `revision` can be seen.
    ///
    /// @return whether that was so before `timeout` was over
    boolean await(Organization organization, long revision, Duration timeout) throws InterruptedException;

    /// Whether everything that was on the topic when this node started can be seen.
    boolean caughtUp();

    /// @param total images of the organization
    /// @param items those of the page
    record Page(long total, List<SourceImage> items) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
