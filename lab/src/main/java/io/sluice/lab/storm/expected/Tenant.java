package io.sluice.lab.storm.expected;

import io.sluice.standalone.client.SluiceClient;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// An organization with its images, and another one to which its images are copied. Safe for use by many
/// threads.
///
/// @param nodes    clients of the organization, one for each API node
/// @param copies   clients of the other organization, one for each API node
/// @param pictures all images that were, or may have been, uploaded
/// @param jobs     number of jobs that may be copying all images now
public record Tenant(List<SluiceClient> nodes, List<SluiceClient> copies, Queue<Picture> pictures, AtomicInteger jobs) {

    public Tenant(List<SluiceClient> nodes, List<SluiceClient> copies) {
        this(List.copyOf(nodes), List.copyOf(copies), new ConcurrentLinkedQueue<>(), new AtomicInteger());
    }

    public String name() {
        return nodes.getFirst().endpoint().organization().name();
    }

    public String copiesName() {
        return copies.getFirst().endpoint().organization().name();
    }

    /// Records that an image may have become live during a job, which may have copied it.
    public void mayBeCopied(Picture picture) {
        if (jobs.get() > 0) {
            picture.copied().doubt(true, Instant.now());
        }
    }

    /// Records that a job may copy all live images from now on.
    ///
    /// @return the images that it will certainly copy unless they change, with the number of their changes so
    ///         far
    public Map<Picture, Integer> beginJob() {
        jobs.incrementAndGet();
        var there = new HashMap<Picture, Integer>();
        pictures.forEach(picture -> {
            picture.copied().doubt(true, Instant.now());
            var changes = picture.changes();
            if (picture.live().settled() && picture.live().isCertain() && !picture.waiting()) {
                there.put(picture, changes);
            }
        });
        return there;
    }

    /// Records that the job has ended and copied all images that did not change meanwhile.
    public void endJob(Map<Picture, Integer> there, Instant asked) {
        jobs.decrementAndGet();
        there.forEach((picture, changes) -> {
            if (picture.changes() == changes && picture.live().isCertain()) {
                picture.copied().settle(true, asked);
            }
        });
    }

    /// Returns the images that are known to be, or to have been, live.
    public Collection<Picture> all() {
        return List.copyOf(pictures);
    }
}
