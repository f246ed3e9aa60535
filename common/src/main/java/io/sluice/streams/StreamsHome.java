package io.sluice.streams;

import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.admin.Replication;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Reachability;
import java.nio.file.Path;

/// The environment of the topologies of a process.
///
/// @param kafka          the cluster
/// @param replication    of the internal topics of topologies: changelogs and repartition topics
/// @param stateDirectory directory of the state, used by this process alone; lost state is rebuilt from the
/// changelogs
/// @param heartbeats     where each application registers
/// @param reachability   of the cluster
public record StreamsHome(
        KafkaConfig kafka,
        Replication replication,
        Path stateDirectory,
        Heartbeats heartbeats,
        Reachability reachability) {

    /// Creates an environment without a watchdog.
    public StreamsHome(KafkaConfig kafka, Replication replication, Path stateDirectory) {
        this(kafka, replication, stateDirectory, new Heartbeats(), Reachability.ALWAYS);
    }
}
