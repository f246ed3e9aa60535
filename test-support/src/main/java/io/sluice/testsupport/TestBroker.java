package io.sluice.testsupport;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/// A real broker and controller in this JVM, on ports of its own.
public final class TestBroker implements AutoCloseable {

    private final Properties properties;
    private final KafkaConfig config;
    private KafkaRaftServer server;

    private TestBroker(Properties properties, KafkaConfig config) {
        this.properties = properties;
        this.config = config;
        this.server = started(properties);
    }

    /// Starts a new broker in the empty folder `logs`.
    public static TestBroker start(Path logs) throws Exception {
        return start(logs, Map.of());
    }

    /// Starts a new broker in the empty folder `logs`, with `overrides` of its settings.
    public static TestBroker start(Path logs, Map<String, String> overrides) throws Exception {
        var port = freePort();
        var controllerPort = freePort();
        var properties = new Properties();
        properties.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "log.dirs", logs.toString()));
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "auto.create.topics.enable", "false",
                // several brokers at once are in the heap of one test JVM: 128 MB each by default
                "log.cleaner.dedupe.buffer.size", "2097152",
                "group.share.max.record.lock.duration.ms", "600000"));
        // few partitions to open and close, and groups that wait for nobody
        properties.putAll(Map.of(
                "offsets.topic.num.partitions", "1",
                "share.coordinator.state.topic.num.partitions", "1",
                "transaction.state.log.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0",
                "group.share.heartbeat.interval.ms", "1000",
                "group.share.min.heartbeat.interval.ms", "1000"));
        properties.putAll(overrides);
        try (var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setDirectories(List.of(logs.toString()))
                    .setMetadataLogDirectory(logs.toString())
                    .setPrintStream(silence)
                    .run();
        }
        return new TestBroker(properties, new KafkaConfig("127.0.0.1:" + port));
    }

    private static KafkaRaftServer started(Properties properties) {
        var server = new KafkaRaftServer(kafka.server.KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        server.startup();
        return server;
    }

    /// Stops the broker, until [#startAgain()].
    public void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    /// Starts the broker again, on the same ports and with the same data.
    public void startAgain() {
        server = started(properties);
    }

    public KafkaClients clients() {
        return new KafkaClients(config);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
