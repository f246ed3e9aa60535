package io.sluice.lab.storm.cluster;

import io.sluice.kafka.Topic;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.store.ObjectStore;
import java.util.function.BiConsumer;

/// The topics and the store of a cluster, without any injected faults.
public interface ClusterData {

    /// Passes every current record of a topic with its key to `each`, those of a partition in their order;
    /// omits tombstones.
    ///
    /// @throws CommandFailure when the topic cannot be read to its end
    <V> void read(Topic<V> topic, BiConsumer<String, V> each);

    /// Returns the store.
    ObjectStore objects();

    /// Deletes orphaned blobs of any age.
    ///
    /// @return the errors, for people; empty when there are none
    String sweep();
}
