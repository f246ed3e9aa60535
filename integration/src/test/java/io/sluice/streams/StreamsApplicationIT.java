package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.Replication;
import io.sluice.streams.topology.TopicNodes;
import io.sluice.testsupport.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsApplicationIT {

    private static final StreamsTimes SOON = new StreamsTimes(
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(3));

    @TempDir
    Path directory;

    @Test
    void hasFailedForGoodOnceItsCodeHasMetABug() throws Exception {
        try (var broker = TestBroker.start(directory.resolve("kafka"))) {
            var kafka = broker.clients();
            try (var admin = kafka.admin()) {
                admin.createTopics(List.of(new NewTopic(Topics.JOBS.name(), 1, (short) 1)))
                        .all()
                        .get();
            }
            var home = new StreamsHome(kafka.config(), new Replication((short) 1), directory.resolve("state"));
            try (var application = StreamsApplication.start("buggy", StreamsApplicationIT::buggy, home, 1, 0, SOON);
                    var producer = kafka.producer("test")) {
                assertThat(application.running()).isTrue();
                assertThat(application.failed()).isFalse();

                producer.send(new ProducerRecord<>(Topics.JOBS.name(), "key", new byte[1]))
                        .get();

                await().atMost(Duration.ofMinutes(1)).until(application::failed);
                assertThat(application.running()).isFalse();
            }
        }
    }

    @Test
    void measuresHowLongAThreadHangsInARecord() throws Exception {
        var release = new CountDownLatch(1);
        try (var broker = TestBroker.start(directory.resolve("kafka"))) {
            var kafka = broker.clients();
            try (var admin = kafka.admin()) {
                admin.createTopics(List.of(new NewTopic(Topics.JOBS.name(), 1, (short) 1)))
                        .all()
                        .get();
            }
            var home = new StreamsHome(kafka.config(), new Replication((short) 1), directory.resolve("state"));
            var instance = new KafkaStreamsInstance(
                    topology(() -> new Hanging(release)),
                    StreamsProperties.of("hanging", home, 1, 0),
                    _ -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT,
                    () -> {});
            try (var producer = kafka.producer("test")) {
                instance.start();
                await().atMost(Duration.ofMinutes(1)).until(() -> instance.state() == State.RUNNING);
                producer.send(new ProducerRecord<>(Topics.JOBS.name(), "key", new byte[1]))
                        .get();

                await().atMost(Duration.ofMinutes(1))
                        .until(() -> instance.sinceLastPoll().toSeconds() >= 5);
                release.countDown();
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> instance.sinceLastPoll().toSeconds() < 5);
            } finally {
                release.countDown();
                instance.close(Duration.ofSeconds(20));
            }
        }
    }

    private static Topology buggy() {
        return topology(Bug::new);
    }

    private static Topology topology(ProcessorSupplier<String, byte[], Void, Void> supplier) {
        var topology = new Topology();
        TopicNodes.addSource(topology, Topics.JOBS);
        topology.addProcessor("process", supplier, Topics.JOBS.name());
        return topology;
    }

    private static final class Bug extends ContextualProcessor<String, byte[], Void, Void> {
        @Override
        public void process(Record<String, byte[]> record) {
            throw new IllegalStateException("a bug");
        }
    }

    private static final class Hanging extends ContextualProcessor<String, byte[], Void, Void> {
        private final CountDownLatch release;

        Hanging(CountDownLatch release) {
            this.release = release;
        }

        @Override
        public void process(Record<String, byte[]> record) {
            try {
                release.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
