package io.sluice.view.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.kafka.admin.TopicProvisioner;
import io.sluice.operation.CommandId;
import io.sluice.testsupport.TestBroker;
import io.sluice.testsupport.builder.ImageBuilder;
import io.sluice.view.CatalogView;
import io.sluice.view.lucene.ViewMetrics;
import io.sluice.watch.Heartbeats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneCatalogViewIT {

    private static final Organization ACME = new Organization("acme");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PARTITIONS = 2;

    @TempDir
    Path folder;

    @Test
    void readsItsOwnWritesFromARealBrokerAndGoesOnAfterARestart() throws Exception {
        try (var broker = TestBroker.start(folder.resolve("kafka"));
                var producer = broker.clients().producer("test")) {
            TopicProvisioner.provision(broker.clients(), new ProvisioningConfig(0, PARTITIONS));
            var count = 500;
            try (var view = LuceneCatalogView.start(
                    broker.clients(), folder.resolve("index"), new SimpleMeterRegistry(), new Heartbeats())) {
                await().atMost(SOON).until(view::caughtUp);
                var nanos = new long[count];
                for (var i = 1; i <= count; i++) {
                    var image = image(i);
                    publish(producer, image);
                    var acknowledged = System.nanoTime();
                    assertThat(view.await(ACME, i, SOON)).isTrue();
                    assertThat(view.find(ACME, image.hash().value())).contains(image);
                    nanos[i - 1] = System.nanoTime() - acknowledged;
                }
                // a bound that is exceeded only if a refresh or a poll interval delays the read
                Arrays.sort(nanos);
                assertThat(Duration.ofNanos(nanos[count / 2])).isLessThan(Duration.ofMillis(50));
            }
            publish(producer, image(count + 1));
            var meters = new SimpleMeterRegistry();
            try (var view =
                    LuceneCatalogView.start(broker.clients(), folder.resolve("index"), meters, new Heartbeats())) {
                assertThat(view.await(ACME, count + 1, SOON)).isTrue();
                assertThat(view.list(ACME, CatalogView.Listing.live(0, 1)).total())
                        .isEqualTo(count + 1);
                assertThat(meters.get(ViewMetrics.RECORDS).counter().count()).isEqualTo(1);
            }
        }
    }

    private static void publish(Producer<String, byte[]> producer, SourceImage image) throws Exception {
        var topic = Topics.SOURCE_IMAGES;
        producer.send(new ProducerRecord<>(
                        topic.name(),
                        Topics.partitionOf(image.organization(), PARTITIONS),
                        ImageKey.of(image).text(),
                        topic.serializer().serialize(topic.name(), image)))
                .get();
    }

    private static SourceImage image(int number) {
        return ImageBuilder.image(ACME, number)
                .shortLength(10)
                .stamp(number, new CommandId("op#" + number))
                .build();
    }
}
