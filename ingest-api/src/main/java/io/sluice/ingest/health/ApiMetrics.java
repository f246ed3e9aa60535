package io.sluice.ingest.health;

/// The names of everything that the API measures, with their base units.
public final class ApiMetrics {

    /// Timer: requests by route template, method and class of status.
    public static final String REQUESTS = "sluice.http.requests";

    /// Timer: uploads from their acceptance to their outcome, on all nodes. Every node measures each of them.
    public static final String OUTCOMES = "sluice.upload";

    /// Counter: requests that ended with an error, by reason.
    public static final String ERRORS = "sluice.http.errors";

    /// Counter, bytes: what files brought, those that were refused later included.
    public static final String UPLOADED = "sluice.upload.bytes";

    /// Gauge: uploads whose bodies are being read.
    public static final String BODIES = "sluice.upload.bodies";

    /// Timer: previews made.
    public static final String PREVIEWS = "sluice.previews";

    /// Gauge: places that requests have taken, by kind.
    public static final String PLACES = "sluice.http.places";

    /// Gauge: requests that wait for an outcome.
    public static final String WAITING = "sluice.http.waiting";

    /// Gauge: uploads that no worker has finished.
    public static final String QUEUE_LENGTH = "sluice.queue.length";

    /// Gauge: 1 while the oldest uploads wait longer than they may, else 0.
    public static final String QUEUE_OVERDUE = "sluice.queue.overdue";

    private ApiMetrics() {}
}
