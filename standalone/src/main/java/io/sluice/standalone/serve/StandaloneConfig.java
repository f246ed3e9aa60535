package io.sluice.standalone.serve;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.kafka.KafkaConfig;
import io.sluice.standalone.broker.BrokerConfig;
import io.sluice.store.StoreConfig;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// The configuration of the whole server, composed of that of its parts.
///
/// @param dataDirectory holds all state that is not in Kafka or a bucket
/// @param kafka         the broker
/// @param store         where the bytes go
public record StandaloneConfig(Path dataDirectory, KafkaSource kafka, StoreConfig store) {

    public static final Setting<String> DATA_DIRECTORY = Setting.text(
            "SLUICE_DATA_DIR", "./data", "Directory of all state: Kafka logs, blobs, indexes, credentials");

    /// Every setting there is, in the order of the help page.
    public static final List<Setting<?>> SETTINGS = Stream.<Collection<Setting<?>>>of(
                    List.of(DATA_DIRECTORY), KafkaConfig.SETTINGS, BrokerConfig.SETTINGS, StoreConfig.SETTINGS)
            .flatMap(Collection::stream)
            .toList();

    /// Reads all settings; the caller checks for problems afterwards.
    public static StandaloneConfig from(Settings settings) {
        var directory = Path.of(settings.get(DATA_DIRECTORY));
        return new StandaloneConfig(directory, kafka(settings, directory), StoreConfig.from(settings));
    }

    private static KafkaSource kafka(Settings settings, Path directory) {
        var embedded = BrokerConfig.from(settings, directory.resolve("kafka"));
        return KafkaConfig.isGiven(settings)
                ? new KafkaSource.Cluster(KafkaConfig.from(settings))
                : new KafkaSource.Embedded(embedded);
    }
}
