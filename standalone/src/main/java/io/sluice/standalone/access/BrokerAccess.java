package io.sluice.standalone.access;

import io.sluice.kafka.KafkaConfig;
import io.sluice.service.DataDirectory;
import io.sluice.standalone.broker.BrokerConfig;
import io.sluice.standalone.broker.EmbeddedBroker;
import io.sluice.standalone.broker.RunningBroker;
import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.serve.KafkaSource;
import io.sluice.standalone.serve.StandaloneConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Kafka for a command that works on a server's topics without being the server: the cluster that is configured, the
/// embedded broker of the server that runs on the data directory, or, when none runs, one that is started there and
/// stopped with this. In the last case no server can start meanwhile.
public final class BrokerAccess implements AutoCloseable {

    private final KafkaConfig kafka;

    /// Held only while the broker is ours.
    private final @Nullable Own own;

    private record Own(DataDirectory directory, EmbeddedBroker broker) {}

    private BrokerAccess(KafkaConfig kafka, @Nullable Own own) {
        this.kafka = kafka;
        this.own = own;
    }

    /// @throws CommandFailure when there is no Kafka to be had
    public static BrokerAccess open(StandaloneConfig config) throws InterruptedException {
        return switch (config.kafka()) {
            case KafkaSource.Cluster(var cluster) -> new BrokerAccess(cluster, null);
            case KafkaSource.Embedded(var embedded) -> open(config.foundation().dataDirectory(), embedded);
        };
    }

    private static BrokerAccess open(Path root, BrokerConfig config) throws InterruptedException {
        if (!RunningBroker.hasLogs(config.directory())) {
            throw new CommandFailure("there is no embedded Kafka broker in the data directory "
                    + root.toAbsolutePath().normalize()
                    + ": name the server's directory with --data or SLUICE_DATA_DIR, or its cluster with "
                    + KafkaConfig.BOOTSTRAP_SERVERS.key());
        }
        var directory = DataDirectory.openUnlessInUse(root);
        return directory.isPresent() ? startOn(directory.get(), config) : ofServer(config);
    }

    private static BrokerAccess startOn(DataDirectory directory, BrokerConfig config) {
        try {
            // any port: nobody else is meant to find it
            var broker = EmbeddedBroker.start(new BrokerConfig(config.directory(), 0));
            return new BrokerAccess(broker.config(), new Own(directory, broker));
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static BrokerAccess ofServer(BrokerConfig config) throws InterruptedException {
        return new BrokerAccess(
                RunningBroker.find(config.directory())
                        .orElseThrow(() -> new CommandFailure("a server uses the data directory, but its embedded"
                                + " Kafka broker does not answer: try again once it is ready, or, if it uses a"
                                + " cluster, set " + KafkaConfig.BOOTSTRAP_SERVERS.key() + " as the server has it")),
                null);
    }

    public KafkaConfig kafka() {
        return kafka;
    }

    /// Stops the broker if it was started here.
    @Override
    public void close() {
        if (own != null) {
            try (var _ = own.directory) {
                own.broker.close();
            }
        }
    }
}
