package io.sluice.ingest.door;

import io.sluice.ingest.place.LeastRate;
import java.time.Duration;

/// Where HTTP is listened to, and how long it waits for clients and for the API.
///
/// @param host        address to listen on
/// @param port        port to listen on, 0 for any that is free
/// @param idleTimeout how long a connection may be silent
/// @param patience    how long a request may be without progress before it is answered with 503
/// @param leastRate   how fast a client has to read an answer
public record DoorConfig(String host, int port, Duration idleTimeout, Duration patience, LeastRate leastRate) {

    public DoorConfig {
        if (!idleTimeout.isPositive() || !patience.isPositive()) {
            throw new IllegalArgumentException(
                    "limits must be positive: idle timeout " + idleTimeout + ", patience " + patience);
        }
    }
}
