package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.BlobPurge;
import io.sluice.config.Setting;
import io.sluice.image.BlobKey;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.ShareGroupSetup;
import io.sluice.testsupport.TestBroker;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Reachability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueWorkersIT {

    private static final Setting<Duration> LONGEST = Setting.duration("SLUICE_LONGEST", "1m", "for the message");

    private final AtomicInteger faults = new AtomicInteger(6);
    private final List<String> handled = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @Test
    void keepsARecordWhoseResultCannotBePublishedWithoutUsingUpItsDeliveries() throws Exception {
        try (var broker = TestBroker.start(directory)) {
            var kafka = broker.clients();
            try (var admin = kafka.admin();
                    var producer = kafka.producer("test")) {
                admin.createTopics(List.of(new NewTopic(Topics.COPY_TASKS.name(), 1, (short) 1)))
                        .all()
                        .get();
                ShareGroupSetup.prepare(kafka, Topics.COPY_WORKERS, Duration.ofMinutes(1), LONGEST);
                var setup = new QueueWorkers.Setup(
                        "worker",
                        1,
                        Topics.COPY_TASKS,
                        Topics.COPY_WORKERS,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5));
                producer.send(new ProducerRecord<>(Topics.COPY_TASKS.name(), "a", new byte[1]))
                        .get();
                producer.send(new ProducerRecord<>(Topics.COPY_TASKS.name(), "b", new byte[1]))
                        .get();
                try (var _ = QueueWorkers.start(
                        setup,
                        setup.in(kafka, Reachability.ALWAYS),
                        new PublishingWork(new RetryingPublisher(new FaultyPublisher(), new StopFlag())),
                        new NoMetrics(),
                        new StopFlag(),
                        new Heartbeats())) {
                    await().atMost(Duration.ofMinutes(2)).until(() -> handled.contains("b 1 published"));
                }
            }
        }
        assertThat(handled).containsExactly("a 1", "a 1", "a 1", "a 1", "a 1 published", "b 1", "b 1 published");
    }

    private final class PublishingWork implements Work {

        private final RetryingPublisher publisher;

        PublishingWork(RetryingPublisher publisher) {
            this.publisher = publisher;
        }

        @Override
        public Done on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
            var delivery = record.key() + ' ' + record.deliveryCount().orElse((short) 0);
            handled.add(delivery);
            publisher.publish(Topics.BLOB_PURGES, "key", new BlobPurge(new BlobKey("blobs/acme/x"), "test"));
            handled.add(delivery + " published");
            return new Done(AcknowledgeType.ACCEPT);
        }

        @Override
        public Done giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) {
            throw fault;
        }
    }

    private final class FaultyPublisher implements Publisher {
        @Override
        public <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value) {
            return faults.getAndDecrement() > 0
                    ? CompletableFuture.failedFuture(new NotLeaderOrFollowerException("moving"))
                    : CompletableFuture.completedFuture(null);
        }
    }

    private static final class NoMetrics implements QueueMetrics {
        @Override
        public void alive(boolean now) {}

        @Override
        public void working(boolean now) {}

        @Override
        public void acknowledgementFailed(int records) {}
    }
}
