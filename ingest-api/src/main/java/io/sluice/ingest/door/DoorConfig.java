package io.sluice.ingest.door;

import io.sluice.ingest.place.LeastRate;
import java.time.Duration;
import java.util.Set;

/// The configuration of the HTTP server.
///
/// @param patience    maximum time without progress before a request is answered with 503
/// @param leastRate   minimum rate at which a client reads a response
/// @param corsOrigins origins whose web pages may read responses in a browser
public record DoorConfig(ListenerConfig listener, Duration patience, LeastRate leastRate, Set<String> corsOrigins) {

    public DoorConfig {
        corsOrigins = Set.copyOf(corsOrigins);
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("the time without progress must be positive, but is " + patience);
        }
    }
}
