package io.sluice.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.Bytes;
import io.sluice.command.DeadLetter;
import io.sluice.command.ImageDescription;
import io.sluice.command.Origin;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions;
import io.sluice.crash.CrashPoint;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.Organization;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.KafkaPublisher;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.kafka.admin.TopicProvisioner;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.testsupport.TestBroker;
import io.sluice.testsupport.TopicRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoisonIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int KILLED = 137;

    @TempDir
    Path directory;

    @Test
    @Tag("long")
    void refusesAnUploadThatHasEndedTwoProcessesAndProcessesAllOthers() throws Exception {
        refusesAnUploadThatHasEndedTwoProcesses(40, 20);
    }

    /// In a long queue, the record is one of those that did not fit into the memory of the first process.
    @Test
    void refusesAnUploadFarBehindThatHasEndedTwoProcesses() throws Exception {
        refusesAnUploadThatHasEndedTwoProcesses(3_000, 2_000);
    }

    /// The processes have no common disk.
    private void refusesAnUploadThatHasEndedTwoProcesses(int uploads, int poisoned) throws Exception {
        try (var broker = startBroker();
                var producer = broker.clients().producer("test")) {
            publish(producer, uploads, poisoned);

            assertThat(dies(broker, "a")).isTrue();
            assertThat(dies(broker, "b"))
                    .as("it tries the upload once more, alone")
                    .isTrue();
            var survivor = start(broker, "c");
            try {
                await().atMost(LIMIT).until(() -> registered(broker).size() == uploads - 1);
                await().atMost(LIMIT)
                        .until(() -> !read(broker, Topics.DEAD_LETTERS).isEmpty());
                assertThat(survivor.isAlive()).isTrue();
            } finally {
                survivor.getOutputStream().close();
                assertThat(survivor.waitFor(1, TimeUnit.MINUTES)).isTrue();
            }

            assertThat(read(broker, Topics.OUTCOMES))
                    .singleElement()
                    .isInstanceOfSatisfying(Outcome.Rejected.class, outcome -> {
                        assertThat(outcome.reason()).isEqualTo(new Rejection.Poison());
                        assertThat(outcome.operation()).isEqualTo(new OperationId("op-" + poisoned));
                    });
            assertThat(read(broker, Topics.DEAD_LETTERS))
                    .singleElement()
                    .isInstanceOfSatisfying(DeadLetter.class, letter -> {
                        assertThat(letter.reason()).isEqualTo(new Rejection.Poison());
                        assertThat(new String(letter.value().toArray(), UTF_8)).contains("op-" + poisoned);
                    });
        }
    }

    /// Each is killed after it has tried the suspects of the last one, at most 200: a record with which it is
    /// killed then is poison.
    @Test
    @Tag("long")
    void refusesNothingAfterProcessesWereKilled() throws Exception {
        try (var broker = startBroker();
                var producer = broker.clients().producer("test")) {
            publish(producer, 3_000, -1);

            for (var node : List.of("a", "b")) {
                var before = registered(broker).size();
                var process = start(broker, node);
                try {
                    await().atMost(LIMIT).until(() -> registered(broker).size() > before + 500);
                } finally {
                    process.destroyForcibly().waitFor();
                    removeMembers(broker);
                }
            }
            var survivor = start(broker, "c");
            try {
                await().atMost(LIMIT).until(() -> registered(broker).size() == 3_000);
            } finally {
                survivor.getOutputStream().close();
                assertThat(survivor.waitFor(1, TimeUnit.MINUTES)).isTrue();
            }

            assertThat(read(broker, Topics.OUTCOMES)).isEmpty();
            assertThat(read(broker, Topics.DEAD_LETTERS)).isEmpty();
        }
    }

    /// A kill right after the result makes a suspect, too.
    @Test
    void refusesNoUploadThatHasAResult() throws Exception {
        try (var broker = startBroker();
                var producer = broker.clients().producer("test")) {
            publish(producer, 1, -1);

            for (var node : List.of("a", "b")) {
                assertThat(dies(broker, node, CrashPoint.BEFORE_ACKNOWLEDGE)).isTrue();
            }
            var survivor = start(broker, "c", null);
            try {
                await().atMost(LIMIT).until(() -> committed(broker) == 1);
            } finally {
                survivor.getOutputStream().close();
                assertThat(survivor.waitFor(1, TimeUnit.MINUTES)).isTrue();
            }

            assertThat(read(broker, Topics.CATALOG_COMMANDS))
                    .as("by the first two processes; the third one has neither tried nor refused it")
                    .hasSize(2)
                    .hasOnlyElementsOfType(RegistrationCommand.Register.class);
            assertThat(read(broker, Topics.OUTCOMES)).isEmpty();
            assertThat(read(broker, Topics.DEAD_LETTERS)).isEmpty();
        }
    }

    /// Returns the number of records of all partitions that are done.
    private static long committed(TestBroker broker) throws Exception {
        try (var admin = broker.clients().admin()) {
            return admin
                    .listConsumerGroupOffsets(Topics.UPLOAD_READERS)
                    .partitionsToOffsetAndMetadata()
                    .get(1, TimeUnit.MINUTES)
                    .values()
                    .stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }
    }

    private TestBroker startBroker() throws Exception {
        var broker = TestBroker.start(
                directory.resolve("broker"),
                Map.of(
                        "group.initial.rebalance.delay.ms", "0",
                        "offsets.topic.num.partitions", "1"));
        TopicProvisioner.provision(broker.clients(), new ProvisioningConfig(0, 2));
        return broker;
    }

    /// @param poisoned number of the upload with which a process dies
    private static void publish(Producer<String, byte[]> producer, int uploads, int poisoned) throws Exception {
        var publisher = new KafkaPublisher(producer);
        var sends = new ArrayList<Future<?>>();
        for (var number = 0; number < uploads; number++) {
            var command = upload("op-" + number, number == poisoned ? "kill" : "an image");
            sends.add(publisher.publish(Topics.UPLOADS, command.id().value(), command));
        }
        for (var send : sends) {
            send.get(1, TimeUnit.MINUTES);
        }
    }

    private boolean dies(TestBroker broker, String node) throws Exception {
        return dies(broker, node, null);
    }

    private boolean dies(TestBroker broker, String node, @Nullable CrashPoint point) throws Exception {
        var process = start(broker, node, point);
        try {
            return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == KILLED;
        } finally {
            process.destroyForcibly();
            removeMembers(broker);
        }
    }

    /// The next process would get no partitions before the session of the killed one has ended.
    private static void removeMembers(TestBroker broker) throws Exception {
        try (var admin = broker.clients().admin()) {
            admin.removeMembersFromConsumerGroup(Topics.UPLOAD_READERS, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get(1, TimeUnit.MINUTES);
        }
    }

    private Process start(TestBroker broker, String node) throws IOException {
        return start(broker, node, null);
    }

    /// @param point where the process halts at its first pass
    private Process start(TestBroker broker, String node, @Nullable CrashPoint point) throws IOException {
        Files.createDirectories(directory.resolve(node));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
        if (point != null) {
            command.add("-Dsluice.crash-point=" + point);
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                DyingWorkersMain.class.getName(),
                broker.clients().config().bootstrapServers(),
                directory.resolve(node).toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
    }

    private static List<String> registered(TestBroker broker) {
        return read(broker, Topics.CATALOG_COMMANDS).stream()
                .filter(RegistrationCommand.Register.class::isInstance)
                .map(command -> command.operation().value())
                .distinct()
                .toList();
    }

    private static <V> List<V> read(TestBroker broker, Topic<V> topic) {
        return TopicRecords.values(broker.clients(), topic);
    }

    private static UploadCommand upload(String operation, String content) {
        return new UploadCommand(
                new OperationId(operation),
                Part.ONLY,
                new Organization("acme"),
                new Source.Inline(Bytes.of(content.getBytes(UTF_8))),
                new ImageDescription("a.jpg", UserMetadata.NONE, DynamicMetadata.NONE, UploadOptions.NONE),
                null,
                1,
                Origin.UNKNOWN);
    }
}
