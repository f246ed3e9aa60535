package io.sluice.lab.bench.fair.attack;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaPublisher;
import io.sluice.kafka.Publisher;
import io.sluice.service.ResourceStack;
import io.sluice.standalone.access.BrokerAccess;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.store.ObjectStore;
import io.sluice.store.connection.ObjectStores;
import java.nio.file.Path;
import java.util.Map;

/// The nodes that are attacked.
///
/// @param registrar signs organizations up
/// @param publisher to the nodes' Kafka
/// @param store     the nodes' object store
record Site(Registrar registrar, Publisher publisher, ObjectStore store) {

    /// Connects to the Kafka and the store of running nodes.
    ///
    /// @param settings of the nodes
    /// @param data     data directory of one of them
    /// @param parts    closes the connections
    static Site connect(Registrar registrar, Map<String, String> settings, Path data, ResourceStack parts)
            throws InterruptedException {
        var config = StandaloneConfig.read(settings, data);
        var broker = parts.add(BrokerAccess.open(config));
        var producer = parts.add(new KafkaClients(broker.kafka()).producer("sluice-bench"));
        var store = parts.add(ObjectStores.open(config.foundation().store(), data));
        return new Site(registrar, new KafkaPublisher(producer), store);
    }
}
