package io.sluice.standalone.broker;

import static java.util.stream.Collectors.joining;

import io.sluice.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// The Kafka properties of a single node on a small machine.
///
/// The operating system flushes records, as in any Kafka: the end of this process loses nothing, since
/// written records are in the page cache. A power failure may lose the last seconds of the logs; a cluster
/// survives that by its replicas, a single broker does not.
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String HOST = "127.0.0.1";
    private static final int MEBIBYTE = 1024 * 1024;

    /// Maximum lock duration of a record: that of the longest work, plus a margin.
    private static final Duration LONGEST_RECORD_LOCK = Duration.ofMinutes(30);

    /// Maximum time that the process may get no CPU before the broker counts as dead.
    static final Duration LONGEST_FREEZE = Duration.ofMinutes(5);

    /// Maximum time that a part of the broker waits for another part.
    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(60);

    /// Interval between writes of data that the broker can restore without them.
    private static final Duration CHECKPOINTS = Duration.ofMinutes(5);

    private static final Map<String, Object> ALWAYS = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", NODE_ID),
            Map.entry("controller.listener.names", CONTROLLER_LISTENER),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            // topics are created explicitly, with their partitions and retention
            Map.entry("auto.create.topics.enable", false),
            // the limit of the topics and the producers, for inline uploads
            Map.entry("message.max.bytes", Topics.MAX_RECORD_BYTES),
            // a single node: one copy of everything, and few partitions to open at the start
            Map.entry("default.replication.factor", 1),
            Map.entry("offsets.topic.replication.factor", 1),
            Map.entry("offsets.topic.num.partitions", 4),
            Map.entry("transaction.state.log.replication.factor", 1),
            Map.entry("transaction.state.log.min.isr", 1),
            Map.entry("transaction.state.log.num.partitions", 2),
            Map.entry("share.coordinator.state.topic.replication.factor", 1),
            Map.entry("share.coordinator.state.topic.min.isr", 1),
            Map.entry("share.coordinator.state.topic.num.partitions", 4),
            // to fence the only broker has no use, and it is late when the process gets no CPU; one that was killed
            // is unregistered at the next start, so nothing waits for the end of its session
            Map.entry("broker.session.timeout.ms", LONGEST_FREEZE.toMillis()),
            Map.entry("broker.heartbeat.interval.ms", 10_000),
            Map.entry("initial.broker.registration.timeout.ms", LONGEST_FREEZE.toMillis()),
            // writes of the coordinators wait only for their own log; a timeout fails commits and acknowledgements
            Map.entry("offsets.commit.timeout.ms", REQUEST_PATIENCE.toMillis()),
            Map.entry("share.coordinator.write.timeout.ms", REQUEST_PATIENCE.toMillis()),
            Map.entry("request.timeout.ms", REQUEST_PATIENCE.toMillis()),
            Map.entry("controller.quorum.request.timeout.ms", REQUEST_PATIENCE.toMillis()),
            // the groups of one process do not wait for each other
            Map.entry("group.initial.rebalance.delay.ms", 0),
            Map.entry("group.streams.initial.rebalance.delay.ms", 0),
            // a member receives its partitions with a heartbeat, so the very first upload waits that long
            Map.entry("group.share.heartbeat.interval.ms", 2000),
            Map.entry("group.share.min.heartbeat.interval.ms", 1000),
            // a member of another process that was killed keeps its partitions from others for so long; one of this
            // process is removed at the next start after a kill, and joins again by itself after a longer freeze
            Map.entry("group.share.session.timeout.ms", 30_000),
            Map.entry("group.share.min.session.timeout.ms", 30_000),
            Map.entry("group.share.max.record.lock.duration.ms", LONGEST_RECORD_LOCK.toMillis()),
            // an empty record, twice a second, serves only clusters that monitor the lag of their controllers
            Map.entry("metadata.max.idle.interval.ms", 0),
            // written whether they have changed or not. A single replica finds its high watermark without the file; the
            // others only limit how much of a log is checked or kept after a kill
            Map.entry("replica.high.watermark.checkpoint.interval.ms", CHECKPOINTS.toMillis()),
            Map.entry("log.flush.offset.checkpoint.interval.ms", CHECKPOINTS.toMillis()),
            Map.entry("log.flush.start.offset.checkpoint.interval.ms", CHECKPOINTS.toMillis()),
            // for small machines: few threads, small buffers, no preallocated segments of gigabytes
            Map.entry("num.network.threads", 2),
            Map.entry("listener.name.controller.num.network.threads", 1),
            Map.entry("num.io.threads", Math.max(2, Runtime.getRuntime().availableProcessors())),
            Map.entry("background.threads", 2),
            Map.entry("group.coordinator.threads", 1),
            Map.entry("log.cleaner.dedupe.buffer.size", 4 * MEBIBYTE),
            Map.entry("log.cleaner.io.buffer.size", MEBIBYTE),
            Map.entry("log.segment.bytes", 64 * MEBIBYTE),
            Map.entry("log.index.size.max.bytes", MEBIBYTE),
            Map.entry("offsets.topic.segment.bytes", 16 * MEBIBYTE),
            Map.entry("transaction.state.log.segment.bytes", 16 * MEBIBYTE),
            Map.entry("share.coordinator.state.topic.segment.bytes", 16 * MEBIBYTE),
            Map.entry("metadata.log.segment.bytes", 16 * MEBIBYTE),
            // after a kill, all open logs are checked, on all cores
            Map.entry("num.recovery.threads.per.data.dir", Runtime.getRuntime().availableProcessors()));

    private static final String PEERS = "PEERS";
    private static final int REPLICAS = 3;
    private static final int IN_SYNC = 2;

    /// Values that suit only a broker alone.
    private static final List<String> FOR_ONE = List.of(
            "broker.session.timeout.ms",
            "broker.heartbeat.interval.ms",
            "initial.broker.registration.timeout.ms",
            "controller.quorum.request.timeout.ms",
            "request.timeout.ms",
            "metadata.max.idle.interval.ms",
            "replica.high.watermark.checkpoint.interval.ms");

    private static final List<String> REPLICATION_FACTORS = List.of(
            "default.replication.factor",
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor",
            "share.coordinator.state.topic.replication.factor");

    private static final List<String> LEAST_IN_SYNC =
            List.of("min.insync.replicas", "transaction.state.log.min.isr", "share.coordinator.state.topic.min.isr");

    private BrokerProperties() {}

    static Properties of(Path logs, int port, int controllerPort, List<BrokerConfig.ProxiedPort> proxiedPorts) {
        var properties = new Properties();
        ALWAYS.forEach((key, value) -> properties.setProperty(key, value.toString()));
        var listeners = new ArrayList<>(List.of(listener("PLAINTEXT", port)));
        var advertised = new ArrayList<>(listeners);
        var protocols = new StringBuilder("PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        for (var proxied : proxiedPorts) {
            var name = "PROXIED" + listeners.size();
            listeners.add(listener(name, proxied.port()));
            advertised.add(listener(name, proxied.advertised()));
            protocols.append(',').append(name).append(":PLAINTEXT");
        }
        listeners.add(listener(CONTROLLER_LISTENER, controllerPort));
        properties.setProperty("listeners", String.join(",", listeners));
        properties.setProperty("advertised.listeners", String.join(",", advertised));
        properties.setProperty("listener.security.protocol.map", protocols.toString());
        properties.setProperty("controller.quorum.voters", NODE_ID + "@" + HOST + ':' + controllerPort);
        properties.setProperty("log.dirs", logs.toString());
        return properties;
    }

    /// Returns the properties of one of several brokers: copies of everything, and sessions that end soon after a
    /// broker, whose partitions others then lead.
    static Properties ofMember(Path logs, int port, ClusterMember member, List<BrokerConfig.ProxiedPort> proxiedPorts) {
        var properties = of(logs, port, member.controllerPort(), proxiedPorts);
        FOR_ONE.forEach(properties::remove);
        var replicas = Integer.toString(Math.min(REPLICAS, member.voters().size()));
        REPLICATION_FACTORS.forEach(key -> properties.setProperty(key, replicas));
        var inSync = Integer.toString(Math.min(IN_SYNC, member.voters().size()));
        LEAST_IN_SYNC.forEach(key -> properties.setProperty(key, inSync));
        properties.setProperty("node.id", Integer.toString(member.node()));
        properties.setProperty("inter.broker.listener.name", PEERS);
        properties.merge("listeners", listener(PEERS, member.peers().port()), BrokerProperties::joined);
        properties.merge(
                "advertised.listeners", listener(PEERS, member.peers().advertised()), BrokerProperties::joined);
        properties.merge("listener.security.protocol.map", PEERS + ":PLAINTEXT", BrokerProperties::joined);
        properties.setProperty(
                "controller.quorum.voters",
                member.voters().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(voter -> voter.getKey() + "@" + HOST + ':' + voter.getValue())
                        .collect(joining(",")));
        // leaders return soon after their broker
        properties.setProperty("leader.imbalance.check.interval.seconds", "10");
        return properties;
    }

    private static String joined(Object one, Object other) {
        return one + "," + other;
    }

    private static String listener(String name, int port) {
        return name + "://" + HOST + ':' + port;
    }
}
