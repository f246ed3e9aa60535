package io.sluice.copier.blob;

import io.sluice.command.CopiedImage;
import io.sluice.copier.job.CopierMetrics;
import io.sluice.image.BlobKey;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.queue.RetryPolicy;
import io.sluice.queue.StopFlag;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The copying of images' blobs to another organization, with retries while the store fails. Thread-safe.
public final class BlobCopies {

    /// Delays of 0.2 s, 0.4 s, 0.8 s … up to 10 s; the deadline ends the retries, not their number.
    private static final RetryPolicy WAITS =
            new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(200), 2, Duration.ofSeconds(10));

    private final ObjectStore store;
    private final StopFlag stop;
    private final CopierMetrics metrics;
    private final Clock clock;
    private final RandomGenerator random;

    public BlobCopies(ObjectStore store, StopFlag stop, CopierMetrics metrics, Clock clock, RandomGenerator random) {
        this.store = store;
        this.stop = stop;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
    }

    /// The result of copying blobs.
    ///
    /// @param copied   images whose blobs have been copied, durably
    /// @param missing  images whose blobs are not in the store
    /// @param left     images that could not be copied before the deadline because the store failed
    /// @param unneeded keys under which failed attempts may have written blobs that are not needed
    /// @param fault    the last failure of the store when images are left, or null
    record Result(
            List<CopiedImage> copied,
            List<ImageHash> missing,
            List<ImageHash> left,
            List<BlobKey> unneeded,
            @Nullable StoreUnavailableException fault) {

        /// Combines this result with the result `again` of a second attempt for the missing images.
        Result followedBy(Result again) {
            return new Result(
                    both(copied, again.copied),
                    again.missing,
                    both(left, again.left),
                    both(unneeded, again.unneeded),
                    again.fault == null ? fault : again.fault);
        }

        private static <T> List<T> both(List<T> one, List<T> other) {
            return Stream.concat(one.stream(), other.stream()).toList();
        }
    }

    /// Copies the blobs of `images`.
    /// @param deadline when to give up
    Result copy(List<SourceImage> images, Organization destination, Instant deadline) throws InterruptedException {
        var copied = new ArrayList<CopiedImage>();
        var missing = new ArrayList<ImageHash>();
        var unneeded = new ArrayList<BlobKey>();
        var left = images;
        for (var attempt = 1; ; attempt++) {
            var targets = targets(left, destination);
            var originals = new HashMap<BlobKey, BlobKey>();
            targets.forEach(
                    target -> originals.put(target.blob(), target.image().blob()));
            var copies = store.copyAll(originals);
            left = new ArrayList<>();
            for (var target : targets) {
                if (copies.done().contains(target.blob())) {
                    copied.add(target);
                } else if (copies.missing().contains(target.blob())) {
                    missing.add(target.image().hash());
                } else {
                    // a key is used once: it is unknown whether the failed attempt wrote an object under it
                    unneeded.add(target.blob());
                    left.add(target.image());
                }
            }
            var wait = WAITS.waitAfter(attempt, null, random);
            if (left.isEmpty() || stop.isGiven() || clock.instant().plus(wait).isAfter(deadline)) {
                return new Result(
                        copied,
                        missing,
                        left.stream().map(SourceImage::hash).toList(),
                        unneeded,
                        left.isEmpty() ? null : copies.fault());
            }
            metrics.storeTriedAgain();
            stop.pause(wait);
        }
    }

    private List<CopiedImage> targets(List<SourceImage> images, Organization destination) {
        var keys = store.uniqueKeys(destination, images.size());
        var targets = new ArrayList<CopiedImage>(images.size());
        for (var i = 0; i < images.size(); i++) {
            targets.add(new CopiedImage(images.get(i), keys.get(i)));
        }
        return targets;
    }
}
