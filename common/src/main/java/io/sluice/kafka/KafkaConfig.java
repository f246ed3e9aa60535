package io.sluice.kafka;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.util.List;

/// Where Kafka is.
///
/// @param bootstrapServers `host:port`, several separated by commas
public record KafkaConfig(String bootstrapServers) {

    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.text(
            "SLUICE_KAFKA_BOOTSTRAP_SERVERS",
            "",
            "Kafka brokers as host:port, separated by commas; an embedded broker when unset");

    public static final List<Setting<?>> SETTINGS = List.of(BOOTSTRAP_SERVERS);

    public KafkaConfig {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap servers must be given as host:port");
        }
    }

    /// Whether `settings` name brokers, so that none has to be embedded.
    public static boolean isGiven(Settings settings) {
        return !settings.get(BOOTSTRAP_SERVERS).isBlank();
    }

    public static KafkaConfig from(Settings settings) {
        return new KafkaConfig(settings.get(BOOTSTRAP_SERVERS));
    }
}
