package io.sluice.ingest.event;

import io.sluice.command.Job;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The last changes of the organizations that have clients on this node, as its views show them. A change
/// without a client costs one look-up. Safe for use by many threads.
public final class EventLog implements AutoCloseable {

    /// Time for which changes are remembered after the last client has left, so that it can resume.
    private static final Duration MEMORY = Duration.ofMinutes(5);

    private static final int RING_BITS = 32;

    private final Map<Organization, Ring> rings = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /// Number of rings so far: each has positions of its own, so that none is taken for that of another one.
    private final AtomicLong created = new AtomicLong();

    /// Distinguishes the positions of this log from those of other nodes and earlier processes.
    private final String epoch = UUID.randomUUID().toString().substring(0, 8);

    private volatile boolean closed;

    public EventLog() {
        this(System::nanoTime);
    }

    /// @param nanoTime a monotonic clock
    EventLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Must be called after a view shows a change of this operation.
    public void operationChanged(Organization organization, OperationId operation) {
        add(organization, new Change(Change.Kind.OPERATION, operation.value()));
    }

    /// Must be called after a view shows this state of a job.
    public void jobChanged(Job job) {
        var change = new Change(Change.Kind.JOB, job.id().value());
        add(job.source(), change);
        if (!job.target().equals(job.source())) {
            add(job.target(), change);
        }
    }

    /// Must be called after a view shows a change of the image with this key.
    public void imageChanged(String key) {
        if (rings.isEmpty()) {
            return;
        }
        try {
            var image = ImageKey.parse(key);
            add(image.organization(), new Change(Change.Kind.IMAGE, image.hash().value()));
        } catch (IllegalArgumentException _) {
            // no key of an image, so there is nothing to show
        }
    }

    private void add(Organization organization, Change change) {
        var ring = rings.get(organization);
        if (ring != null) {
            ring.add(change);
        }
    }

    /// Begins to read the changes of an organization. The caller closes the reader.
    ///
    /// @param last id of the last event that the client has received, if it resumes
    Reader read(Organization organization, @Nullable String last) {
        // one at a time and atomically, so that none is removed that gets a reader meanwhile
        rings.keySet()
                .forEach(other -> rings.computeIfPresent(
                        other, (_, ring) -> ring.isUnused(nanoTime.getAsLong(), MEMORY) ? null : ring));
        var ring = rings.compute(organization, (_, known) -> {
            var used = known == null ? newRing() : known;
            used.addReader();
            return used;
        });
        if (closed) {
            ring.close();
        }
        return new Reader(ring, last);
    }

    private Ring newRing() {
        return new Ring(created.incrementAndGet() << RING_BITS, nanoTime.getAsLong());
    }

    /// Ends all readers.
    @Override
    public void close() {
        closed = true;
        rings.values().forEach(Ring::close);
    }

    /// A client's position in the changes. Used by one thread.
    final class Reader implements AutoCloseable {

        private final Ring ring;
        private long position;
        private boolean missed;

        private Reader(Ring ring, @Nullable String last) {
            this.ring = ring;
            var resumed = last == null ? -1 : position(last);
            if (resumed >= 0 && ring.remembers(resumed)) {
                position = resumed;
            } else {
                position = ring.end();
                missed = last != null;
            }
        }

        private long position(String id) {
            var prefix = epoch + '-';
            var number = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
            return number.matches("\\d{1,18}") ? Long.parseLong(number) : -1;
        }

        /// Returns the id of the last event that was read.
        String id() {
            return epoch + '-' + position;
        }

        /// Waits for changes, but no longer than `timeout`.
        Ring.Batch next(Duration timeout) throws InterruptedException {
            if (missed) {
                missed = false;
                return new Ring.Batch(true, List.of(), position, false);
            }
            var batch = ring.read(position, timeout);
            position = batch.end();
            return batch;
        }

        @Override
        public void close() {
            ring.removeReader(nanoTime.getAsLong());
        }
    }
}
