package io.sluice.ingest.door;

import io.sluice.ingest.place.LeastRate;
import io.sluice.ingest.tls.TlsFiles;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where HTTP is listened to, and how long it waits for clients and for the API.
///
/// @param host        address to listen on
/// @param port        port to listen on, 0 for any that is free
/// @param idleTimeout how long a connection may be silent
/// @param patience    how long a request may be without progress before it is answered with 503
/// @param leastRate   how fast a client has to read an answer
/// @param tls         the certificate to present; null for HTTP without TLS
/// @param corsOrigins origins whose web pages may read answers in a browser
public record DoorConfig(
        String host,
        int port,
        Duration idleTimeout,
        Duration patience,
        LeastRate leastRate,
        @Nullable TlsFiles tls,
        Set<String> corsOrigins) {

    public DoorConfig {
        corsOrigins = Set.copyOf(corsOrigins);
        if (!idleTimeout.isPositive() || !patience.isPositive()) {
            throw new IllegalArgumentException(
                    "limits must be positive: idle timeout " + idleTimeout + ", patience " + patience);
        }
    }
}
