package io.sluice.standalone.broker;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.nio.file.Path;
import java.util.List;

/// How the embedded broker is set up.
///
/// @param directory where its logs are; they outlive the process
/// @param port      where it listens on 127.0.0.1; 0 for any free port
/// @param doors     where else it listens, for clients that come through something in between
public record BrokerConfig(Path directory, int port, List<Door> doors) {

    /// One more port of the broker. Whoever comes in through it is sent to `advertised` for all that follows.
    ///
    /// @param port       where the broker listens on 127.0.0.1
    /// @param advertised where its clients find it: the port of what stands in between
    public record Door(int port, int advertised) {}

    /// The port that Kafka clients try first. When it is taken, and nobody asked for another one, any free one will do.
    static final int USUAL_PORT = 9092;

    private static final Setting<Long> PORT = Setting.number(
            "SLUICE_KAFKA_PORT",
            USUAL_PORT,
            0,
            65_535,
            "Port of the embedded broker on 127.0.0.1; 0 for any free one, which is also taken when 9092 is busy");

    public static final List<Setting<?>> SETTINGS = List.of(PORT);

    public BrokerConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        doors = List.copyOf(doors);
    }

    /// A broker with one port.
    public BrokerConfig(Path directory, int port) {
        this(directory, port, List.of());
    }

    public static BrokerConfig from(Settings settings, Path directory) {
        return new BrokerConfig(directory, settings.get(PORT).intValue());
    }
}
