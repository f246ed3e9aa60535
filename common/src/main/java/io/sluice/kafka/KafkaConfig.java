package io.sluice.kafka;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;

/// Settings for the connection to Kafka and for authentication.
///
/// @param bootstrapServers `host:port`, several separated by commas
/// @param security         properties of every client, by Kafka's own names: `security.protocol`, `sasl.…`,
///                         `ssl.…`
/// @param embedded         whether the broker runs in this process, for its clients alone
public record KafkaConfig(String bootstrapServers, Map<String, String> security, boolean embedded) {

    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.text(
            "SLUICE_KAFKA_BOOTSTRAP_SERVERS",
            "",
            "Kafka brokers as host:port, separated by commas; an embedded broker when unset");

    public static final Setting<String> SECURITY_PROTOCOL = Setting.text(
            "SLUICE_KAFKA_SECURITY_PROTOCOL",
            "",
            "Protocol of the connections to the brokers: PLAINTEXT (when unset), SSL, SASL_PLAINTEXT or SASL_SSL;"
                    + " every property of Kafka's clients whose name begins with sasl. or ssl. can be set in the same way, as in"
                    + " SLUICE_KAFKA_SASL_JAAS_CONFIG");

    public static final List<Setting<?>> SETTINGS = List.of(BOOTSTRAP_SERVERS, SECURITY_PROTOCOL);

    private static final String PREFIX = "SLUICE_KAFKA_";

    /// The supported security properties: name → setting.
    private static final Map<String, Setting<String>> SECURITY = securitySettings();

    public KafkaConfig {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap servers must be given as host:port");
        }
        security = Map.copyOf(security);
    }

    /// Creates settings for the brokers of a cluster.
    public KafkaConfig(String bootstrapServers, Map<String, String> security) {
        this(bootstrapServers, security, false);
    }

    /// Creates settings for a cluster without authentication.
    public KafkaConfig(String bootstrapServers) {
        this(bootstrapServers, Map.of());
    }

    /// Creates settings for the broker of this process.
    public static KafkaConfig embedded(String bootstrapServers) {
        return new KafkaConfig(bootstrapServers, Map.of(), true);
    }

    /// Whether `settings` name brokers, so that no broker has to be embedded.
    public static boolean isGiven(Settings settings) {
        return !settings.get(BOOTSTRAP_SERVERS).isBlank();
    }

    public static KafkaConfig from(Settings settings) {
        return new KafkaConfig(settings.get(BOOTSTRAP_SERVERS), security(settings));
    }

    /// Checks the settings of a process with an embedded broker: security settings for other brokers are an
    /// error.
    public static void checkUnused(Settings settings) {
        if (!security(settings).isEmpty()) {
            settings.problem(PREFIX + "SECURITY_…, SASL_… and SSL_… are about the brokers that "
                    + BOOTSTRAP_SERVERS.key() + " names, which is not set");
        }
    }

    private static Map<String, String> security(Settings settings) {
        var given = new TreeMap<String, String>();
        SECURITY.forEach((property, setting) -> settings.find(setting).ifPresent(value -> given.put(property, value)));
        return given;
    }

    private static Map<String, Setting<String>> securitySettings() {
        var settings = new TreeMap<String, Setting<String>>();
        for (var property : AdminClientConfig.configDef().configKeys().values()) {
            var name = property.name;
            if (name.startsWith("security.") || name.startsWith("sasl.") || name.startsWith("ssl.")) {
                var key = PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_');
                var secret = property.type == ConfigDef.Type.PASSWORD;
                settings.put(name, new Setting<>(key, "", "Kafka's " + name, secret, Function.identity()));
            }
        }
        return settings;
    }

    /// Returns the addresses without secrets.
    @Override
    public String toString() {
        return bootstrapServers;
    }
}
