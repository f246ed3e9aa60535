package io.sluice.streams;

import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.Replication;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Reachability;
import java.nio.file.Path;

/// Where the topologies of a process live.
///
/// @param kafka          the cluster
/// @param replication    of the topics that a topology makes for itself: changelogs and repartition topics
/// @param stateDirectory where state is kept, by this process alone; what is lost there is rebuilt from the
///                       changelogs
/// @param heartbeats     where each application registers
/// @param reachability   of the cluster
public record StreamsHome(
        KafkaConfig kafka,
        Replication replication,
        Path stateDirectory,
        Heartbeats heartbeats,
        Reachability reachability) {

    /// Without a watchdog.
    public StreamsHome(KafkaConfig kafka, Replication replication, Path stateDirectory) {
        this(kafka, replication, stateDirectory, new Heartbeats(), Reachability.ALWAYS);
    }
}
