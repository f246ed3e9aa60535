package io.sluice.service;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.ProvisioningConfig;
import io.sluice.store.StoreConfig;
import io.sluice.watch.WatchdogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/// What every service is told about its surroundings.
///
/// @param dataDirectory holds what a service keeps for itself
/// @param provisioning  how topics are made
/// @param store         where the bytes go
/// @param stopTimeout   longest time from the stop signal to the end of the process
/// @param watchdog      when something stands still
public record FoundationConfig(
        Path dataDirectory,
        ProvisioningConfig provisioning,
        StoreConfig store,
        Duration stopTimeout,
        WatchdogConfig watchdog) {

    public static final Setting<String> DATA_DIRECTORY = Setting.text(
            "SLUICE_DATA_DIR", "./data", "Directory of all that a process keeps for itself; no two may share one");

    /// Text for people, or one JSON object a line for machines; read by the logging configuration itself.
    public static final Setting<String> LOG_FORMAT = new Setting<>(
            "SLUICE_LOG_FORMAT", "text", "how the log is written: text or json", false, FoundationConfig::logFormat);

    private static final Setting<String> BROKERS = Setting.text(
            KafkaConfig.BOOTSTRAP_SERVERS.key(), "", "Kafka brokers as host:port, separated by commas; must be given");

    /// The settings of every process, besides those of its parts.
    public static final List<Setting<?>> PROCESS =
            distinct(List.of(DATA_DIRECTORY, LOG_FORMAT, ShutdownSignal.TIMEOUT), WatchdogConfig.SETTINGS);

    /// The settings of a service that is a process of its own.
    public static final List<Setting<?>> SETTINGS = distinct(
            List.of(BROKERS), KafkaConfig.SETTINGS, ProvisioningConfig.SETTINGS, StoreConfig.SETTINGS, PROCESS);

    public static FoundationConfig from(Settings settings) {
        settings.get(LOG_FORMAT);
        return new FoundationConfig(
                Path.of(settings.get(DATA_DIRECTORY)),
                ProvisioningConfig.from(settings),
                StoreConfig.from(settings),
                settings.get(ShutdownSignal.TIMEOUT),
                WatchdogConfig.from(settings));
    }

    /// The brokers, which a process of its own cannot do without; their absence is reported as a problem.
    public static KafkaConfig kafka(Settings settings) {
        if (KafkaConfig.isGiven(settings)) {
            return KafkaConfig.from(settings);
        }
        settings.problem(BROKERS.key() + " must name the brokers, as in kafka-1:9092,kafka-2:9092");
        return new KafkaConfig("unknown:9092");
    }

    /// All `groups` in one list; some settings belong to several.
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
