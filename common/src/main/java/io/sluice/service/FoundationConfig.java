package io.sluice.service;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.store.StoreConfig;
import io.sluice.trace.TraceConfig;
import io.sluice.watch.WatchdogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/// The configuration that all services have in common.
///
/// @param dataDirectory directory of the service's own data
/// @param provisioning  creation of topics
/// @param store         the object store
/// @param stopTimeout   longest time from the stop signal to the end of the process
/// @param watchdog      limits for loops that hang
/// @param traces        export of spans
public record FoundationConfig(
        Path dataDirectory,
        ProvisioningConfig provisioning,
        StoreConfig store,
        Duration stopTimeout,
        WatchdogConfig watchdog,
        TraceConfig traces) {

    public static final Setting<String> DATA_DIRECTORY = Setting.text(
            "SLUICE_DATA_DIR", "./data", "Directory of the process's own data; every process needs a separate one");

    /// Text for people, or one JSON object per line for machines; the logging configuration reads the
    /// variable itself.
    public static final Setting<String> LOG_FORMAT = new Setting<>(
            "SLUICE_LOG_FORMAT", "text", "Format of the log: text or json", false, FoundationConfig::logFormat);

    private static final Setting<String> BROKERS = Setting.text(
            KafkaConfig.BOOTSTRAP_SERVERS.key(), "", "Kafka brokers as host:port, separated by commas; required");

    /// The settings of every process, in addition to those of its services.
    public static final List<Setting<?>> PROCESS = distinct(
            List.of(DATA_DIRECTORY, LOG_FORMAT, ShutdownSignal.TIMEOUT), WatchdogConfig.SETTINGS, TraceConfig.SETTINGS);

    /// The settings of a service that is a separate process.
    public static final List<Setting<?>> SETTINGS = distinct(
            List.of(BROKERS), KafkaConfig.SETTINGS, ProvisioningConfig.SETTINGS, StoreConfig.SETTINGS, PROCESS);

    public static FoundationConfig from(Settings settings) {
        settings.get(LOG_FORMAT);
        return new FoundationConfig(
                Path.of(settings.get(DATA_DIRECTORY)),
                ProvisioningConfig.from(settings),
                StoreConfig.from(settings),
                settings.get(ShutdownSignal.TIMEOUT),
                WatchdogConfig.from(settings),
                TraceConfig.from(settings));
    }

    /// Reads the connection to the brokers, which a separate process needs; its absence is reported as a
    /// problem.
    public static KafkaConfig kafka(Settings settings) {
        if (KafkaConfig.isGiven(settings)) {
            return KafkaConfig.from(settings);
        }
        settings.problem(BROKERS.key() + " must name the brokers, as in kafka-1:9092,kafka-2:9092");
        return new KafkaConfig("unknown:9092");
    }

    /// Merges `groups` into one list without duplicates.
    @SafeVarargs
    public static List<Setting<?>> distinct(Collection<Setting<?>>... groups) {
        var byKey = new LinkedHashMap<String, Setting<?>>();
        for (var group : groups) {
            group.forEach(setting -> byKey.putIfAbsent(setting.key(), setting));
        }
        return List.copyOf(byKey.values());
    }

    private static String logFormat(String text) {
        if (!text.equals("text") && !text.equals("json")) {
            throw new IllegalArgumentException("must be text or json");
        }
        return text;
    }
}
