package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConfigTest {

    @Test
    void hasNoBrokersByDefault() {
        assertThat(KafkaConfig.isGiven(new Settings(Map.of()))).isFalse();
        assertThatThrownBy(() -> KafkaConfig.from(new Settings(Map.of()))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usesTheConfiguredBrokers() {
        var settings = new Settings(Map.of("SLUICE_KAFKA_BOOTSTRAP_SERVERS", "a:9092,b:9092"));

        assertThat(KafkaConfig.isGiven(settings)).isTrue();
        assertThat(KafkaConfig.from(settings)).isEqualTo(new KafkaConfig("a:9092,b:9092"));
    }

    @Test
    void passesSecurityPropertiesToEveryClientAndPrintsNone() {
        var jaas = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"a\" password=\"pw\";";
        var settings = new Settings(Map.of(
                "SLUICE_KAFKA_BOOTSTRAP_SERVERS", "a:9092",
                "SLUICE_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "SLUICE_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                "SLUICE_KAFKA_SASL_JAAS_CONFIG", jaas,
                "SLUICE_KAFKA_SSL_TRUSTSTORE_LOCATION", "/etc/kafka/trust.p12",
                "SLUICE_KAFKA_SSL_TRUSTSTORE_PASSWORD", "changed"));

        var config = KafkaConfig.from(settings);

        settings.check();
        var expected = Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512",
                "sasl.jaas.config", jaas,
                "ssl.truststore.location", "/etc/kafka/trust.p12",
                "ssl.truststore.password", "changed");
        assertThat(config.security()).isEqualTo(expected);
        assertThat(new KafkaClients(config).common("a")).containsAllEntriesOf(expected);
        assertThat(config.toString()).isEqualTo("a:9092");
        assertThat(settings.effective())
                .containsEntry("SLUICE_KAFKA_SASL_JAAS_CONFIG", "(set)")
                .containsEntry("SLUICE_KAFKA_SSL_TRUSTSTORE_PASSWORD", "(set)")
                .containsEntry("SLUICE_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
    }

    @Test
    void refusesAPropertyThatKafkaDoesNotKnow() {
        var settings =
                new Settings(Map.of("SLUICE_KAFKA_BOOTSTRAP_SERVERS", "a:9092", "SLUICE_KAFKA_SASL_MECHANIC", "PLAIN"));

        KafkaConfig.from(settings);

        assertThatThrownBy(settings::check).hasMessageContaining("SLUICE_KAFKA_SASL_MECHANIC");
    }

    @Test
    void refusesSecurityPropertiesForAnEmbeddedBroker() {
        var settings = new Settings(Map.of("SLUICE_KAFKA_SECURITY_PROTOCOL", "SSL"));

        KafkaConfig.isGiven(settings);
        KafkaConfig.checkUnused(settings);

        assertThatThrownBy(settings::check).hasMessageContaining("SLUICE_KAFKA_BOOTSTRAP_SERVERS");
    }
}
