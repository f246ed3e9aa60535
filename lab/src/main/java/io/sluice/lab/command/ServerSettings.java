package io.sluice.lab.command;

import io.sluice.standalone.client.EndpointOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The settings of a server that a command starts beside others.
public final class ServerSettings {

    private static final Set<String> ADDRESSES =
            Set.of("SLUICE_DATA_DIR", "SLUICE_HTTP_HOST", "SLUICE_HTTP_PORT", "SLUICE_KAFKA_PORT");

    private ServerSettings() {}

    /// Returns the environment's settings without address, ports and directory, so that the server does not
    /// conflict with another one, in a map that the caller may change.
    public static Map<String, String> from(Map<String, String> environment) {
        var settings = new HashMap<>(environment);
        settings.keySet()
                .removeIf(key -> !key.startsWith("SLUICE_")
                        || EndpointOptions.CLIENT_KEYS.contains(key)
                        || ADDRESSES.contains(key));
        return settings;
    }
}
