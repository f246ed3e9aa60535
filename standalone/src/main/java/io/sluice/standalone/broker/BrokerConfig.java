package io.sluice.standalone.broker;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The configuration of the embedded broker.
///
/// @param directory directory of its logs, which outlive the process
/// @param port      port on 127.0.0.1; 0 for any free port
/// @param proxiedPorts     additional ports, for clients that connect through a proxy
/// @param member    its cluster; empty for a broker alone
public record BrokerConfig(Path directory, int port, List<ProxiedPort> proxiedPorts, Optional<ClusterMember> member) {

    /// An additional port of the broker. Its clients are directed to `advertised` for all further connections.
    ///
    /// @param port       port of the broker on 127.0.0.1
    /// @param advertised port at which its clients reach the broker, that of the proxy
    public record ProxiedPort(int port, int advertised) {}

    /// The default port of Kafka clients. When it is in use and no other port is configured, any free port is
    /// used.
    static final int USUAL_PORT = 9092;

    private static final Setting<Long> PORT = Setting.number(
            "SLUICE_KAFKA_PORT",
            USUAL_PORT,
            0,
            65_535,
            "Port of the embedded broker on 127.0.0.1; 0 for any free port, which is also used when 9092 is in use");

    public static final List<Setting<?>> SETTINGS = List.of(PORT);

    public BrokerConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        proxiedPorts = List.copyOf(proxiedPorts);
    }

    /// Creates the configuration of a broker with one port.
    public BrokerConfig(Path directory, int port) {
        this(directory, port, List.of(), Optional.empty());
    }

    public static BrokerConfig from(Settings settings, Path directory) {
        return new BrokerConfig(directory, settings.get(PORT).intValue());
    }
}
