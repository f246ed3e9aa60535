package io.sluice.standalone.broker;

import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A controller and a broker in one process, like Kafka's own `KafkaRaftServer`, except that the traces of a
/// killed broker in the logs are removed between the steps of the start.
final class BrokerNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerNode.class);

    private final ControllerServer controller;
    private final BrokerServer broker;

    private BrokerNode(SharedServer shared, ControllerServer controller) {
        this.controller = controller;
        this.broker = new BrokerServer(shared);
    }

    /// Starts the node on formatted logs and returns once it answers.
    ///
    /// @param alone whether it has no cluster, so that the traces of a killed broker are its own
    static BrokerNode start(Path logs, Properties properties, boolean alone) throws InterruptedException {
        var node = create(properties);
        try {
            node.startup(logs, alone);
        } catch (Throwable t) { // Scala throws checked exceptions undeclared
            // not close(), which waits forever for a server that has never started
            node.shutdown();
            throw t;
        }
        return node;
    }

    private static BrokerNode create(Properties properties) {
        var config = KafkaConfig.fromProps(properties, false);
        var loaded = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        var quorum = config.quorumConfig();
        var clusterId = loaded._1().clusterId().orElseThrow();
        var shared = new SharedServer(
                config,
                loaded._1(),
                Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, clusterId),
                CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
                QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        return new BrokerNode(shared, new ControllerServer(shared, KafkaRaftServer.configSchema(), loaded._2()));
    }

    private void startup(Path logs, boolean alone) throws InterruptedException {
        // checked first: the broker removes the mark when it starts
        var killed = alone && KilledBroker.in(logs);
        controller.startup();
        if (killed) {
            // before another broker is registered, which could be unregistered by mistake
            KilledBroker.unregister(controller.controller());
        }
        broker.startup();
        if (killed) {
            new DeadMembers(broker.groupCoordinator(), logs).remove();
        }
    }

    /// Shuts down the broker first, which needs the controller for that.
    @Override
    public void close() {
        shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }

    private void shutdown() {
        broker.shutdown();
        controller.shutdown();
    }
}
