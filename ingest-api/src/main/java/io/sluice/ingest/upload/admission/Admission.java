package io.sluice.ingest.upload.admission;

import io.sluice.image.Organization;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Admission control of uploads, before the body is read: rejects those of an organization above its rate, and
/// those of organizations that fill the queue. An organization with few waiting uploads is always admitted,
/// however long the queue is. The others are rejected while the queue is too long, and those that have as many
/// waiting as the average or more while it is half as long or its oldest uploads are overdue. So no organization
/// fills more than half of the queue, and the backlog of one rejects no upload of another that has few. Each
/// node knows the organizations of the uploads that it has admitted itself.
///
/// Clients retry after 429. Thread-safe.
public final class Admission {

    /// Retry delay for a full queue; workers process thousands of uploads in that time.
    private static final Duration QUEUE_WAIT = Duration.ofSeconds(5);

    /// An organization with fewer waiting uploads is always admitted …
    private static final int FEW = 100;

    /// … of a queue that is much longer: a tenth is the most for one organization.
    private static final int FEW_OF = 10;

    private final AdmissionConfig config;
    private final Supplier<Backlog> backlog;
    private final LongSupplier nanoTime;

    /// A bucket for each organization that has uploaded since the start; their number is small.
    private final Map<Organization, TokenBucket> buckets = new ConcurrentHashMap<>();

    private final WaitingUploads waitingUploads = new WaitingUploads();

    /// @param backlog  the current queue, as known to this node
    /// @param nanoTime a monotonic clock
    public Admission(AdmissionConfig config, Supplier<Backlog> backlog, LongSupplier nanoTime) {
        this.config = config;
        this.backlog = backlog;
        this.nanoTime = nanoTime;
    }

    /// Admits an upload of `organization`.
    ///
    /// @throws ProblemException when it must be retried later
    public void admit(Organization organization) {
        var waiting = backlog.get();
        waitingUploads.adapt(waiting);
        if (isFull(organization, waiting)) {
            throw new ProblemException(Problem.tooMany(
                    "queue-full", "Too many uploads wait to be worked on, try again later", QUEUE_WAIT));
        }
        if (waiting.overdue() && !hasFew(organization) && waitingUploads.isAverageOrMore(organization)) {
            throw new ProblemException(Problem.tooMany(
                    "queue-overdue", "Uploads wait too long to be worked on, try again later", QUEUE_WAIT));
        }
        if (config.rate() > 0) {
            takeToken(organization);
        }
        waitingUploads.add(organization);
    }

    /// Returns whether the queue is too long for the organization.
    private boolean isFull(Organization organization, Backlog waiting) {
        var most = config.maxQueued();
        if (most == 0 || waiting.length() <= most / 2 || hasFew(organization)) {
            return false;
        }
        return waiting.length() > most || waitingUploads.isAverageOrMore(organization);
    }

    private boolean hasFew(Organization organization) {
        return waitingUploads.of(organization) < Math.clamp(config.maxQueued() / FEW_OF, 1, FEW);
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
