package io.sluice.standalone.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.testsupport.TopicRecords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    @TempDir
    Path directory;

    @Test
    void hasEveryRecordAfterARestart() throws Exception {
        try (var broker = EmbeddedBroker.start(new BrokerConfig(directory, 0));
                var admin = clients(broker).admin();
                var producer = clients(broker).producer("test")) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>("kept", "key", "value".getBytes(UTF_8)))
                    .get(10, TimeUnit.SECONDS);
        }
        try (var broker = EmbeddedBroker.start(new BrokerConfig(directory, 0))) {
            var records = TopicRecords.of(clients(broker), "kept");
            assertThat(records).hasSize(1);
            assertThat(records.getFirst().value()).asString(UTF_8).isEqualTo("value");
        }
    }

    @Test
    void deliversTheFirstRecordOfAShareGroupQuickly() throws Exception {
        try (var broker = EmbeddedBroker.start(new BrokerConfig(directory, 0));
                var admin = clients(broker).admin();
                var producer = clients(broker).producer("test");
                var consumer = clients(broker).shareGroupMember("test", "workers", 1)) {
            admin.createTopics(List.of(new NewTopic("work", Optional.of(2), Optional.empty())))
                    .all()
                    .get(10, TimeUnit.SECONDS);
            consumer.subscribe(List.of("work"));
            // a share group begins at the end of the log by default, so the record must follow its join
            var began = System.nanoTime();
            var seen = 0;
            while (seen == 0 && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(20)) {
                producer.send(new ProducerRecord<>("work", "key", "value".getBytes(UTF_8)))
                        .get(10, TimeUnit.SECONDS);
                seen = consumer.poll(Duration.ofMillis(100)).count();
            }
            assertThat(seen).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    /// The logs of a running broker are like those after a kill.
    @Test
    void startsOnTheLogsOfAKilledBrokerBeforeItsSessionEndsAndWithoutItsMembers() throws Exception {
        var running = Files.createDirectory(directory.resolve("running"));
        var killed = directory.resolve("killed");
        try (var broker = EmbeddedBroker.start(new BrokerConfig(running, 0));
                var admin = clients(broker).admin();
                var worker = clients(broker).shareGroupMember("worker", Topics.COPY_WORKERS, 1);
                var reader = clients(broker).queueReader("reader", Topics.UPLOAD_READERS);
                var purger = clients(broker).groupMember("purger", Topics.BLOB_PURGERS, 1)) {
            admin.createTopics(List.of(new NewTopic("work", 2, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            worker.subscribe(List.of("work"));
            reader.subscribe(List.of("work"));
            purger.subscribe(List.of("work"));
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                worker.poll(Duration.ofMillis(100));
                reader.poll(Duration.ofMillis(100));
                purger.poll(Duration.ofMillis(100));
                assertThat(shareMembers(admin)).isEqualTo(1);
                assertThat(members(admin, Topics.UPLOAD_READERS)).isEqualTo(1);
                assertThat(members(admin, Topics.BLOB_PURGERS)).isEqualTo(1);
            });
            copy(running, killed);
        }

        var began = System.nanoTime();
        try (var broker = EmbeddedBroker.start(new BrokerConfig(killed, 0));
                var admin = clients(broker).admin()) {
            var took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(took).isLessThan(BrokerProperties.LONGEST_FREEZE.dividedBy(2));
            assertThat(shareMembers(admin)).isZero();
            assertThat(members(admin, Topics.UPLOAD_READERS)).isZero();
            assertThat(members(admin, Topics.BLOB_PURGERS)).isZero();
        }
    }

    @Test
    void reportsThatTheConfiguredPortIsInUse() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = new BrokerConfig(directory, taken.getLocalPort());
            assertThatThrownBy(() -> EmbeddedBroker.start(config))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    private static int shareMembers(Admin admin) throws Exception {
        return membersOf(
                requireNonNull(admin.describeShareGroups(List.of(Topics.COPY_WORKERS))
                        .describedGroups()
                        .get(Topics.COPY_WORKERS)),
                ShareGroupDescription::members);
    }

    private static int members(Admin admin, String group) throws Exception {
        return membersOf(
                requireNonNull(admin.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group)),
                ConsumerGroupDescription::members);
    }

    /// None for a group that does not exist: the first member's first heartbeat makes it.
    private static <T> int membersOf(KafkaFuture<T> described, Function<T, Collection<?>> members) throws Exception {
        try {
            return members.apply(described.get(30, TimeUnit.SECONDS)).size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static KafkaClients clients(EmbeddedBroker broker) {
        return new KafkaClients(broker.config());
    }
}
