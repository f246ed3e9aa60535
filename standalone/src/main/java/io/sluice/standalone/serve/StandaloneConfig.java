package io.sluice.standalone.serve;

import io.sluice.catalog.CatalogConfig;
import io.sluice.config.ConfigurationException;
import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.imaging.OptimizerConfig;
import io.sluice.ingest.ApiConfig;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.ProvisioningConfig;
import io.sluice.standalone.broker.BrokerConfig;
import io.sluice.standalone.client.EndpointOptions;
import io.sluice.store.StoreConfig;
import io.sluice.worker.WorkerConfig;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The configuration of the whole server, composed of that of its parts.
///
/// @param dataDirectory holds all state that is not in a Kafka cluster or a bucket
/// @param kafka         the broker
/// @param provisioning  how topics are made
/// @param store         where the bytes go
/// @param catalog       the deciding topology
/// @param worker        the upload workers
/// @param optimizer     how much of the machine conversions may take
/// @param api           the door
public record StandaloneConfig(
        Path dataDirectory,
        KafkaSource kafka,
        ProvisioningConfig provisioning,
        StoreConfig store,
        CatalogConfig catalog,
        WorkerConfig worker,
        OptimizerConfig optimizer,
        ApiConfig api) {

    public static final Setting<String> DATA_DIRECTORY = Setting.text(
            "SLUICE_DATA_DIR", "./data", "Directory of all state: Kafka logs, blobs, indexes, credentials");

    /// Every setting there is, in the order of the help page; some belong to two features.
    public static final List<Setting<?>> SETTINGS = distinct(Stream.<Collection<Setting<?>>>of(
                    List.of(DATA_DIRECTORY),
                    ApiConfig.SETTINGS,
                    WorkerConfig.SETTINGS,
                    CatalogConfig.SETTINGS,
                    StoreConfig.SETTINGS,
                    KafkaConfig.SETTINGS,
                    ProvisioningConfig.SETTINGS,
                    BrokerConfig.SETTINGS)
            .flatMap(Collection::stream));

    /// Reads the environment of a server, for the server itself and for commands that work on what is the server's.
    ///
    /// @param directory its data directory, if it is not the one of the environment
    /// @throws ConfigurationException with every problem
    public static StandaloneConfig read(Map<String, String> environment, @Nullable Path directory) {
        var settings = settings(environment, directory);
        var config = from(settings);
        settings.check();
        return config;
    }

    /// The environment without what only clients use.
    static Settings settings(Map<String, String> environment, @Nullable Path directory) {
        var effective = new HashMap<>(environment);
        effective.keySet().removeAll(EndpointOptions.CLIENT_KEYS);
        if (directory != null) {
            effective.put(DATA_DIRECTORY.key(), directory.toString());
        }
        return new Settings(effective);
    }

    /// Reads all settings; the caller checks for problems afterwards.
    public static StandaloneConfig from(Settings settings) {
        var directory = Path.of(settings.get(DATA_DIRECTORY));
        return new StandaloneConfig(
                directory,
                kafka(settings, directory),
                ProvisioningConfig.from(settings),
                StoreConfig.from(settings),
                CatalogConfig.from(settings),
                WorkerConfig.from(settings),
                OptimizerConfig.DEFAULTS,
                ApiConfig.from(settings));
    }

    private static KafkaSource kafka(Settings settings, Path directory) {
        var embedded = BrokerConfig.from(settings, directory.resolve("kafka"));
        return KafkaConfig.isGiven(settings)
                ? new KafkaSource.Cluster(KafkaConfig.from(settings))
                : new KafkaSource.Embedded(embedded);
    }

    private static List<Setting<?>> distinct(Stream<Setting<?>> settings) {
        var byKey = new LinkedHashMap<String, Setting<?>>();
        settings.forEach(setting -> byKey.putIfAbsent(setting.key(), setting));
        return List.copyOf(byKey.values());
    }
}
