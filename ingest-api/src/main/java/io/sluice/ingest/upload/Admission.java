package io.sluice.ingest.upload;

import io.sluice.image.Organization;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Turns uploads away before a byte of their body is read: all of them while too much waits for the workers, and those
/// of an organization that sends more than its share. Clients come back on 429. Safe for use by many threads.
public final class Admission {

    /// The queue moves thousands of uploads meanwhile.
    private static final Duration QUEUE_WAIT = Duration.ofSeconds(5);

    private final AdmissionConfig config;
    private final Supplier<Backlog> backlog;
    private final LongSupplier nanoTime;

    /// One for each organization that has uploaded since the start, which are few.
    private final Map<Organization, TokenBucket> buckets = new ConcurrentHashMap<>();

    /// @param backlog  what waits now, as far as this node knows
    /// @param nanoTime a monotonic clock
    public Admission(AdmissionConfig config, Supplier<Backlog> backlog, LongSupplier nanoTime) {
        this.config = config;
        this.backlog = backlog;
        this.nanoTime = nanoTime;
    }

    /// Lets an upload of `organization` pass.
    ///
    /// @throws ProblemException when it must come back later
    void admit(Organization organization) {
        var waiting = backlog.get();
        if (config.maxQueued() > 0 && waiting.length() > config.maxQueued()) {
            throw new ProblemException(Problem.tooMany(
                    "queue-full", "Too many uploads wait to be worked on, try again later", QUEUE_WAIT));
        }
        if (waiting.overdue()) {
            throw new ProblemException(Problem.tooMany(
                    "queue-overdue", "Uploads wait too long to be worked on, try again later", QUEUE_WAIT));
        }
        if (config.rate() > 0) {
            takeToken(organization);
        }
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
