package io.sluice.streams;

import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.Replication;
import java.nio.file.Path;

/// Where the topologies of a process live.
///
/// @param kafka          the cluster
/// @param replication    of the topics that a topology makes for itself: changelogs and repartition topics
/// @param stateDirectory where state is kept, by this process alone; what is lost there is rebuilt from the
///                       changelogs
public record StreamsHome(KafkaConfig kafka, Replication replication, Path stateDirectory) {}
