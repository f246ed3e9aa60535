package io.sluice.service;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.util.List;

/// The HTTP endpoint for health and metrics of a service without an API.
///
/// @param host address to listen on
/// @param port port to listen on, 0 for any free port
public record StatusConfig(String host, int port) {

    public static final Setting<String> HOST = Setting.text(
            "SLUICE_HTTP_HOST",
            "127.0.0.1",
            "Listen address of health and metrics; 0.0.0.0 for all addresses of the machine");
    public static final Setting<Long> PORT =
            Setting.number("SLUICE_HTTP_PORT", 8080, 0, 65_535, "Port of health and metrics; 0 for any free port");

    public static final List<Setting<?>> SETTINGS = List.of(HOST, PORT);

    public static final StatusConfig DEFAULTS = new StatusConfig("127.0.0.1", 8080);

    public StatusConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
        }
    }

    public static StatusConfig from(Settings settings) {
        return new StatusConfig(settings.get(HOST), settings.get(PORT).intValue());
    }
}
