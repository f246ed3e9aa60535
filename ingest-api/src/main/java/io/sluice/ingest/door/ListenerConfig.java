package io.sluice.ingest.door;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.ingest.tls.TlsFiles;
import io.sluice.service.FoundationConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The address that the HTTP server listens on, and its connections.
///
/// @param host        address to listen on
/// @param port        port to listen on; 0 for any free port
/// @param idleTimeout maximum time without traffic on a connection
/// @param tls         files of the certificate; null for HTTP without TLS
public record ListenerConfig(
        String host,
        int port,
        Duration idleTimeout,
        @Nullable TlsFiles tls) {

    private static final int MAX_PORT = 65_535;

    public static final Setting<String> HOST = Setting.text(
            "SLUICE_HTTP_HOST", "127.0.0.1", "address that the REST API listens on, 0.0.0.0 for all of the machine");
    public static final Setting<Long> PORT =
            Setting.number("SLUICE_HTTP_PORT", 8080, 0, MAX_PORT, "port of the REST API, 0 for any that is free");
    public static final Setting<Duration> IDLE_TIMEOUT =
            Setting.duration("SLUICE_HTTP_IDLE_TIMEOUT", "30s", "how long a connection may be silent");

    public static final List<Setting<?>> SETTINGS =
            FoundationConfig.distinct(List.of(HOST, PORT, IDLE_TIMEOUT), TlsFiles.SETTINGS);

    public ListenerConfig {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port is a number from 0 to " + MAX_PORT + ", not " + port);
        }
        if (!idleTimeout.isPositive()) {
            throw new IllegalArgumentException("the idle timeout must be positive, but is " + idleTimeout);
        }
    }

    public static ListenerConfig from(Settings settings) {
        return new ListenerConfig(
                settings.get(HOST),
                settings.get(PORT).intValue(),
                settings.get(IDLE_TIMEOUT),
                TlsFiles.from(settings).orElse(null));
    }
}
