package io.sluice.lab.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageTest {

    @ParameterizedTest
    @CsvSource({
        "sluice-door-12, HTTP",
        "sluice-catalog-6f9c-StreamThread-1, CATALOG",
        "kafka-producer-network-thread | sluice-catalog-6f9c-StreamThread-1-producer, CATALOG",
        "kafka-producer-network-thread | sluice, PRODUCE",
        "sluice-publisher, PRODUCE",
        "sluice-webhooks-6f9c-StreamThread-1, WEBHOOKS",
        "webhook-view, WEBHOOKS",
        "sluice-jobs-6f9c-StreamThread-1, OTHER_FOLLOWERS",
        "account-view, OTHER_FOLLOWERS",
        "catalog-view, IMAGES",
        "operation-view, OPERATIONS",
        "sluice-direct-3, WORK",
        "sluice-upload, QUEUE",
        "kafka-coordinator-heartbeat-thread | sluice-uploads, QUEUE",
        "data-plane-kafka-request-handler-1, BROKER",
        "main, OTHER",
    })
    void aThreadBelongsToAStage(String thread, Stage stage) {
        assertThat(Stage.of(thread, List.of("java.lang.Thread"))).isEqualTo(stage);
    }

    @Test
    void aRequestHasSeveralStages() {
        assertThat(Stage.of("sluice-http-7", List.of("sun.nio.ch.Net", "org.eclipse.jetty.server.Server")))
                .isEqualTo(Stage.HTTP);
        assertThat(Stage.of("sluice-http-7", List.of("sun.nio.ch.FileDispatcherImpl", "io.sluice.store.file.Writer")))
                .isEqualTo(Stage.STAGING);
        assertThat(Stage.of("sluice-http-7", List.of("org.apache.kafka.clients.producer.KafkaProducer")))
                .isEqualTo(Stage.PRODUCE);
    }
}
