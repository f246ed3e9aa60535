package io.sluice.standalone.broker;

import io.sluice.kafka.KafkaConfig;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real Kafka broker and KRaft controller in this JVM, listening on the loopback address only.
///
/// Its logs stay in their directory: a broker that is started there again, also after a kill, has every
/// record. One directory serves one broker at a time; the caller ensures that.
public final class EmbeddedBroker implements AutoCloseable {

    /// Kafka's own file in every log directory.
    static final String META_PROPERTIES = "meta.properties";

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final BrokerNode node;
    private final Path logs;
    private final KafkaConfig config;

    private EmbeddedBroker(BrokerNode node, Path logs, KafkaConfig config) {
        this.node = node;
        this.logs = logs;
        this.config = config;
    }

    /// Formats the directory if it is new, starts the broker and returns once it answers.
    ///
    /// @throws CommandFailure when it does not start
    public static EmbeddedBroker start(BrokerConfig config) {
        var port = LoopbackPorts.choose(config.port());
        if (config.port() != 0 && port != config.port()) {
            LOG.atWarn()
                    .addKeyValue("configured", config.port())
                    .addKeyValue("port", port)
                    .log("port of the embedded Kafka broker in use, another one used");
        }
        var logs = config.directory().toAbsolutePath().normalize();
        format(logs, config);
        // of a killed broker
        RunningBroker.withdraw(logs);
        var properties = config.member()
                .map(member -> BrokerProperties.ofMember(logs, port, member, config.proxiedPorts()))
                // only the broker itself uses the controller's port, so it may differ each time
                .orElseGet(() -> BrokerProperties.of(logs, port, LoopbackPorts.free(), config.proxiedPorts()));
        var node = startNode(logs, port, properties, config.member().isEmpty());
        return new EmbeddedBroker(node, logs, KafkaConfig.embedded("127.0.0.1:" + port));
    }

    /// Returns the connection settings for clients of this broker.
    public KafkaConfig config() {
        return config;
    }

    /// Stops the timers of the rates that the broker has measured so far, such as records per minute. An
    /// embedded broker's rates are not used, and their hundreds of timers take a tenth of the CPU time of an
    /// idle process. Counters continue, and so do rates that are created later. To be called when the broker
    /// is idle after its start.
    public void rest() {
        KafkaYammerMetrics.defaultRegistry().shutdown();
    }

    /// Shuts the broker down; all logs are flushed and need no check at the next start. A broker that does
    /// not stop in time is abandoned, as if it had been killed with the process.
    @Override
    public void close() {
        try {
            RunningBroker.withdraw(logs);
        } finally {
            shutDown();
        }
    }

    private void shutDown() {
        var thread = Thread.ofPlatform().daemon().name("sluice-broker-stop").start(node::close);
        try {
            if (!thread.join(STOP_LIMIT)) {
                LOG.atWarn().addKeyValue("limit", STOP_LIMIT).log("embedded broker not stopped in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static BrokerNode startNode(Path logs, int port, Properties properties, boolean alone) {
        try {
            var node = BrokerNode.start(logs, properties, alone);
            try {
                RunningBroker.announce(logs, port);
                return node;
            } catch (IOException | RuntimeException e) {
                node.close();
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the embedded Kafka broker on " + logs + " was starting", e);
        } catch (Throwable t) { // Scala throws checked exceptions undeclared
            throw new CommandFailure("the embedded Kafka broker on " + logs + " does not start: " + t, t);
        }
    }

    private static void format(Path logs, BrokerConfig config) {
        if (Files.exists(logs.resolve(META_PROPERTIES))) {
            return;
        }
        try {
            Files.createDirectories(logs);
            // prints what it formats, which is not needed here
            try (var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
                new Formatter()
                        .setClusterId(config.member()
                                .map(ClusterMember::clusterId)
                                .orElseGet(() -> Uuid.randomUuid().toString()))
                        .setNodeId(config.member().map(ClusterMember::node).orElse(BrokerProperties.NODE_ID))
                        .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                        .setDirectories(List.of(logs.toString()))
                        .setMetadataLogDirectory(logs.toString())
                        .setIgnoreFormatted(true)
                        .setPrintStream(silence)
                        .run();
            }
        } catch (Exception e) { // declared by the formatter
            throw new CommandFailure("cannot set up the embedded Kafka broker in " + logs + ": " + e, e);
        }
    }
}
