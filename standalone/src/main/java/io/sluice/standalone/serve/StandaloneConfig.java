package io.sluice.standalone.serve;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.copier.CopierConfig;
import io.sluice.ingest.ApiConfig;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.processor.ProcessorConfig;
import io.sluice.service.FoundationConfig;
import io.sluice.standalone.broker.BrokerConfig;
import io.sluice.standalone.client.EndpointOptions;
import io.sluice.store.StoreConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The configuration of the whole server, composed of those of its services.
///
/// @param foundation data directory, store, and other settings that all services share
/// @param kafka      the broker
/// @param processor  the workers and the catalog
/// @param copier     copies between organizations, and bulk jobs
/// @param api        the HTTP API
public record StandaloneConfig(
        FoundationConfig foundation, KafkaSource kafka, ProcessorConfig processor, CopierConfig copier, ApiConfig api) {

    /// All settings, in the order of the help page.
    public static final List<Setting<?>> SETTINGS = FoundationConfig.distinct(
            FoundationConfig.PROCESS,
            ApiConfig.SETTINGS,
            ProcessorConfig.SETTINGS,
            CopierConfig.SETTINGS,
            StoreConfig.SETTINGS,
            KafkaConfig.SETTINGS,
            ProvisioningConfig.SETTINGS,
            BrokerConfig.SETTINGS);

    /// Reads the environment of a server, for the server itself and for commands that use the server's data.
    ///
    /// @param directory its data directory, if it is not the one of the environment
    /// @throws ConfigurationException with every problem
    public static StandaloneConfig read(Map<String, String> environment, @Nullable Path directory) {
        var settings = settings(environment, directory);
        var config = from(settings);
        settings.check();
        return config;
    }

    /// Returns the environment without variables that only clients use.
    static Settings settings(Map<String, String> environment, @Nullable Path directory) {
        var effective = new HashMap<>(environment);
        effective.keySet().removeAll(EndpointOptions.CLIENT_KEYS);
        if (directory != null) {
            effective.put(FoundationConfig.DATA_DIRECTORY.key(), directory.toString());
        }
        return new Settings(effective);
    }

    /// Reads all settings; the caller checks for problems afterwards.
    public static StandaloneConfig from(Settings settings) {
        var foundation = FoundationConfig.from(settings);
        return new StandaloneConfig(
                foundation,
                kafka(settings, foundation.dataDirectory()),
                ProcessorConfig.from(settings),
                CopierConfig.from(settings),
                ApiConfig.from(settings));
    }

    private static KafkaSource kafka(Settings settings, Path directory) {
        var embedded = BrokerConfig.from(settings, directory.resolve("kafka"));
        if (KafkaConfig.isGiven(settings)) {
            return new KafkaSource.Cluster(KafkaConfig.from(settings));
        }
        KafkaConfig.checkUnused(settings);
        return new KafkaSource.Embedded(embedded);
    }
}
