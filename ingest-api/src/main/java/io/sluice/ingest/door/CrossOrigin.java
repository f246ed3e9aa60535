package io.sluice.ingest.door;

import io.sluice.ingest.access.AccessConfig;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/// Cross-origin resource sharing (Fetch standard, section 3.3): allows web pages of certain origins to use
/// the API with an API key. Cookies and other credentials of the browser are never allowed, because the
/// API uses none.
final class CrossOrigin {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "COPY");

    /// Headers that clients send.
    private static final Set<String> SENT = Set.of(
            "Api-Key",
            "Api-Version",
            "Authorization",
            "Content-Type",
            "Destination",
            "Overwrite",
            "Idempotency-Key",
            "Prefer",
            "If-None-Match",
            "If-Match",
            "If-Range",
            "Range",
            "Sluice-Revision",
            "traceparent");

    /// Headers of responses that clients read, besides those that every page may read.
    private static final Set<String> READ = Set.of(
            "Location",
            "Retry-After",
            "ETag",
            "Content-Range",
            "Content-Disposition",
            "Accept-Ranges",
            "Preference-Applied",
            "Sluice-Operation",
            "Sluice-Revision",
            "Sluice-View-Age",
            "Warning",
            "traceparent");

    /// Time for which a browser caches the response to a preflight request.
    private static final Duration MAX_AGE = Duration.ofHours(1);

    private CrossOrigin() {}

    /// Returns `next`, behind a handler that allows these origins if there are any.
    static Handler allow(Set<String> origins, Handler next) {
        if (origins.isEmpty()) {
            return next;
        }
        var handler = new CrossOriginHandler();
        handler.setAllowedOriginPatterns(origins.stream()
                .map(origin -> origin.equals(AccessConfig.ANY_ORIGIN) ? origin : Pattern.quote(origin))
                .collect(Collectors.toUnmodifiableSet()));
        handler.setAllowedMethods(METHODS);
        handler.setAllowedHeaders(SENT);
        handler.setExposedHeaders(READ);
        handler.setPreflightMaxAge(MAX_AGE);
        handler.setAllowCredentials(false);
        handler.setDeliverPreflightRequests(false);
        handler.setHandler(next);
        return handler;
    }
}
