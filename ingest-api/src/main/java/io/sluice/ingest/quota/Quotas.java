package io.sluice.ingest.quota;

import io.sluice.account.Limits;
import io.sluice.account.Usage;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.access.Allowance;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.view.AccountView;
import io.sluice.view.CatalogView;
import io.sluice.view.JobView;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The check of the operator's limits before a request is read, against the views of this node. The
/// catalog checks the limits of uploads and copies again, exactly. Thread-safe.
public final class Quotas {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration CONVERSIONS_WAIT = Duration.ofMinutes(5);
    private static final Duration JOBS_WAIT = Duration.ofSeconds(10);
    private static final long PIXELS = 1_000_000;

    /// Maximum age of the count of what an organization stores, which takes a pass over its images.
    private static final Duration COUNT_AGE = Duration.ofSeconds(1);

    private final AccountView accounts;
    private final CatalogView images;
    private final JobView jobs;
    private final ConvertedPixels converted;
    private final LongSupplier nanoTime;
    private final Map<Organization, Allowance> uploads = new ConcurrentHashMap<>();
    private final Map<Organization, Count> counts = new ConcurrentHashMap<>();

    private record Count(Usage usage, long time) {}

    /// The maximum size of a file.
    ///
    /// @param exceeded the rejection of a larger file
    public record FileMaximum(long bytes, Rejection exceeded) {}

    /// The usage of an organization.
    ///
    /// @param uploads    uploads of the last minute that this node received
    /// @param megapixels millions of pixels converted in the last hour
    /// @param jobs       unfinished jobs
    record Used(Usage stored, long uploads, long megapixels, long jobs) {}

    /// @param nanoTime a monotonic clock
    public Quotas(
            AccountView accounts, CatalogView images, JobView jobs, ConvertedPixels converted, LongSupplier nanoTime) {
        this.accounts = accounts;
        this.images = images;
        this.jobs = jobs;
        this.converted = converted;
        this.nanoTime = nanoTime;
    }

    /// Admits an upload.
    ///
    /// @throws ProblemException when the organization has reached a limit
    public void admitUpload(Organization organization) {
        admitImage(organization);
        var limits = limits(organization);
        var rate = limits.uploadsPerMinute();
        if (rate == null) {
            return;
        }
        var now = nanoTime.getAsLong();
        var allowance = uploads.compute(
                organization,
                (_, known) -> known != null && known.most() == rate ? known : new Allowance(rate, MINUTE, now));
        var wait = allowance.take(now);
        if (wait.isPositive()) {
            throw exceeded("quota-uploads", "uploads a minute", organization, allowance.used(now), rate, wait);
        }
    }

    /// Admits a change that adds an image: an upload, a restored image, or a variant beside the former one.
    ///
    /// @throws ProblemException when the organization has reached its limit of images or bytes
    public void admitImage(Organization organization) {
        var limits = limits(organization);
        if (!limits.countsStored()) {
            return;
        }
        var stored = recentCount(organization);
        var most = limits.images();
        if (most != null && stored.images() >= most) {
            throw new ProblemException(new Rejection.QuotaImages(organization.name(), stored.images(), most));
        }
        var mostBytes = limits.bytes();
        if (mostBytes != null && stored.bytes() >= mostBytes) {
            throw new ProblemException(new Rejection.QuotaBytes(organization.name(), stored.bytes(), mostBytes));
        }
    }

    /// Returns the maximum size of a file of an organization.
    ///
    /// @param all maximum for all organizations
    public FileMaximum fileMaximum(Organization organization, long all) {
        var own = limits(organization).fileBytes();
        return own == null || own >= all
                ? new FileMaximum(all, new Rejection.TooLarge(all))
                : new FileMaximum(own, new Rejection.QuotaFileSize(organization.name(), own + 1, own));
    }

    /// Admits an upload that is to be converted.
    ///
    /// @throws ProblemException when the organization has reached its limit
    public void admitConversion(Organization organization) {
        var most = limits(organization).megapixelsPerHour();
        if (most == null) {
            return;
        }
        var used = converted.of(organization) / PIXELS;
        if (used >= most) {
            throw exceeded(
                    "quota-megapixels", "megapixels converted an hour", organization, used, most, CONVERSIONS_WAIT);
        }
    }

    /// Admits a job that changes the images of an organization.
    ///
    /// @throws ProblemException when the organization has reached its limit
    public void admitJob(Organization organization) {
        var most = limits(organization).jobs();
        var used = jobs.unfinished(organization);
        if (most != null && used >= most) {
            throw exceeded("quota-jobs", "unfinished jobs", organization, used, most, JOBS_WAIT);
        }
    }

    Limits limits(Organization organization) {
        return accounts.organization(organization)
                .map(account -> account.limits())
                .orElse(Limits.NONE);
    }

    Used used(Organization organization) {
        var uploaded = Optional.ofNullable(uploads.get(organization))
                .map(allowance -> allowance.used(nanoTime.getAsLong()))
                .orElse(0L);
        return new Used(
                images.usage(organization),
                uploaded,
                converted.of(organization) / PIXELS,
                jobs.unfinished(organization));
    }

    private Usage recentCount(Organization organization) {
        var now = nanoTime.getAsLong();
        var known = counts.get(organization);
        if (known != null && now - known.time() < COUNT_AGE.toNanos()) {
            return known.usage();
        }
        var fresh = images.usage(organization);
        counts.put(organization, new Count(fresh, now));
        return fresh;
    }

    private static ProblemException exceeded(
            String reason, String what, Organization organization, long used, long allowed, Duration wait) {
        return new ProblemException(Problem.tooMany(
                        reason,
                        "The organization " + organization + " uses " + used + " of " + allowed + ' ' + what
                                + ": try again later, or ask the operator for more",
                        wait)
                .withUse(used, allowed));
    }
}
