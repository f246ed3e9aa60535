package io.sluice.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/// The topology of the catalog without a broker.
final class CatalogDriver {

    private CatalogDriver() {}

    /// Starts the topology.
    ///
    /// @param retention how long a deleted image can be restored
    static TopologyTestDriver start(Path stateDirectory, Duration retention, MeterRegistry meters, Instant now) {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, CatalogTopology.APPLICATION_ID);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        return new TopologyTestDriver(
                CatalogTopology.build("log-1", retention, new CatalogMetrics(meters)), properties, now);
    }

    /// Returns the topic of commands, whose records may also be malformed.
    static TestInputTopic<String, byte[]> commands(TopologyTestDriver driver) {
        return driver.createInputTopic(
                Topics.CATALOG_COMMANDS.name(), new StringSerializer(), new ByteArraySerializer());
    }
}
