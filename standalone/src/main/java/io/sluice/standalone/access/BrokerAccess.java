package io.sluice.standalone.access;

import io.sluice.config.ConfigurationException;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.admin.RecordFormat;
import io.sluice.service.DataDirectory;
import io.sluice.standalone.broker.BrokerConfig;
import io.sluice.standalone.broker.EmbeddedBroker;
import io.sluice.standalone.broker.RunningBroker;
import io.sluice.standalone.serve.KafkaSource;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import java.nio.file.Path;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// The Kafka connection of a command that works on a server's topics: to the configured cluster, to the
/// embedded broker of the server that uses the data directory, or, when no server runs, to a broker that is
/// started there and stopped on close. In the last case no server can start meanwhile.
public final class BrokerAccess implements AutoCloseable {

    private final KafkaConfig kafka;

    /// Present only when this object has started the broker.
    private final @Nullable Own own;

    private record Own(DataDirectory directory, EmbeddedBroker broker) {}

    private BrokerAccess(KafkaConfig kafka, @Nullable Own own) {
        this.kafka = kafka;
        this.own = own;
    }

    /// Connects to Kafka.
    ///
    /// @throws CommandFailure         when no broker is available
    /// @throws ConfigurationException when the records of the topics have a format that this release cannot read
    public static BrokerAccess open(StandaloneConfig config) throws InterruptedException {
        var access = connect(config);
        try {
            RecordFormat.check(new KafkaClients(access.kafka));
            return access;
        } catch (KafkaException e) {
            access.close();
            throw new CommandFailure("Kafka does not answer: " + Sentence.of(e), e);
        } catch (RuntimeException e) {
            access.close();
            throw e;
        }
    }

    private static BrokerAccess connect(StandaloneConfig config) throws InterruptedException {
        return switch (config.kafka()) {
            case KafkaSource.Cluster(var cluster) -> new BrokerAccess(cluster, null);
            case KafkaSource.Embedded(var embedded) -> open(config.foundation().dataDirectory(), embedded);
        };
    }

    private static BrokerAccess open(Path root, BrokerConfig config) throws InterruptedException {
        if (!RunningBroker.hasLogs(config.directory())) {
            throw new CommandFailure("there is no embedded Kafka broker in the data directory "
                    + root.toAbsolutePath().normalize()
                    + ": set the server's directory with --data or SLUICE_DATA_DIR, or its cluster with "
                    + KafkaConfig.BOOTSTRAP_SERVERS.key());
        }
        var directory = DataDirectory.openUnlessInUse(root);
        return directory.isPresent() ? startOn(directory.get(), config) : ofServer(config);
    }

    private static BrokerAccess startOn(DataDirectory directory, BrokerConfig config) {
        try {
            // any free port: no other process connects to it
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
                                + " Kafka broker does not respond: try again once it is ready, or, if it uses a"
                                + " cluster, set " + KafkaConfig.BOOTSTRAP_SERVERS.key() + " as on the server")),
                null);
    }

    public KafkaConfig kafka() {
        return kafka;
    }

    /// Returns whether other processes may publish at the same time: a server, or the services of a cluster.
    public boolean isShared() {
        return own == null;
    }

    /// Stops the broker if this object has started it.
    @Override
    public void close() {
        if (own != null) {
            try (var _ = own.directory) {
                own.broker.close();
            }
        }
    }
}
