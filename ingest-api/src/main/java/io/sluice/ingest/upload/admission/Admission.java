package io.sluice.ingest.upload.admission;

import io.sluice.image.Organization;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Admission control of uploads, before the body is read: rejects all uploads while the queue is too long,
/// and those of an organization above its rate. While the queue is half as long, or its oldest uploads are
/// overdue, it rejects those of organizations that send as many as the average or more, to which most waiting
/// uploads belong.
/// Clients retry after 429. Thread-safe.
public final class Admission {

    /// Retry delay for a full queue; workers process thousands of uploads in that time.
    private static final Duration QUEUE_WAIT = Duration.ofSeconds(5);

    private final AdmissionConfig config;
    private final Supplier<Backlog> backlog;
    private final LongSupplier nanoTime;

    /// A bucket for each organization that has uploaded since the start; their number is small.
    private final Map<Organization, TokenBucket> buckets = new ConcurrentHashMap<>();

    private final RecentUploads recent;

    /// @param backlog  the current queue, as known to this node
    /// @param nanoTime a monotonic clock
    public Admission(AdmissionConfig config, Supplier<Backlog> backlog, LongSupplier nanoTime) {
        this.config = config;
        this.backlog = backlog;
        this.nanoTime = nanoTime;
        this.recent = new RecentUploads(nanoTime.getAsLong());
    }

    /// Admits an upload of `organization`.
    ///
    /// @throws ProblemException when it must be retried later
    public void admit(Organization organization) {
        var waiting = backlog.get();
        var now = nanoTime.getAsLong();
        if (isFull(organization, waiting, now)) {
            throw new ProblemException(Problem.tooMany(
                    "queue-full", "Too many uploads wait to be worked on, try again later", QUEUE_WAIT));
        }
        if (waiting.overdue() && recent.isAverageOrMore(organization, now)) {
            throw new ProblemException(Problem.tooMany(
                    "queue-overdue", "Uploads wait too long to be worked on, try again later", QUEUE_WAIT));
        }
        if (config.rate() > 0) {
            takeToken(organization);
        }
        recent.add(organization, now);
    }

    /// Returns whether the queue is too long for the organization. A node that has admitted nothing lately
    /// does not know to which organizations the waiting uploads belong.
    private boolean isFull(Organization organization, Backlog waiting, long now) {
        if (config.maxQueued() == 0 || waiting.length() <= config.maxQueued() / 2) {
            return false;
        }
        return waiting.length() > config.maxQueued()
                || (!recent.isEmpty(now) && recent.isAverageOrMore(organization, now));
    }

    private void takeToken(Organization organization) {
        var now = nanoTime.getAsLong();
        var wait = buckets.computeIfAbsent(organization, _ -> new TokenBucket(config.rate(), config.burst(), now))
                .take(now);
        if (wait.isPositive()) {
            throw new ProblemException(Problem.tooMany(
                    "rate-limit",
                    "The organization " + organization + " may upload " + config.rate() + " files a second",
                    wait));
        }
    }
}
