package io.sluice.standalone.serve;

import static java.util.Objects.requireNonNull;

import io.sluice.kafka.KafkaConfig;
import io.sluice.standalone.broker.EmbeddedBroker;
import io.sluice.store.ObjectStores;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// All of Sluice in one process.
public final class Standalone {

    private Standalone() {}

    /// What is done while the server runs. When it returns, or throws, the server stops.
    @FunctionalInterface
    public interface Body {
        /// @param base address of the server, which answers already
        void run(URI base) throws Exception;
    }

    /// Starts everything, runs `body`, and closes everything in reverse: the doors first, the stores last.
    public static void run(StandaloneConfig config, Body body) throws Exception {
        try (var directory = DataDirectory.open(config.dataDirectory());
                var broker = broker(config.kafka());
                var store = ObjectStores.open(config.store(), directory.root())) {
            var kafka = kafka(config.kafka(), broker);
            store.probe();
            body.run(URI.create("http://" + kafka.bootstrapServers()));
        }
    }

    private static KafkaConfig kafka(KafkaSource source, @Nullable EmbeddedBroker broker) {
        return switch (source) {
            case KafkaSource.Embedded _ -> requireNonNull(broker).config();
            case KafkaSource.Cluster(var config) -> config;
        };
    }

    private static @Nullable EmbeddedBroker broker(KafkaSource source) {
        return switch (source) {
            case KafkaSource.Embedded(var config) -> EmbeddedBroker.start(config);
            case KafkaSource.Cluster _ -> null;
        };
    }
}
