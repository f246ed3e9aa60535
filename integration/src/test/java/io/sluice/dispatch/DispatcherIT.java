package io.sluice.dispatch;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.Setting;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.GroupSuccession;
import io.sluice.kafka.admin.ShareGroupSetup;
import io.sluice.lane.LaneConfig;
import io.sluice.lane.LaneName;
import io.sluice.precedence.CpuLoad;
import io.sluice.precedence.Precedence;
import io.sluice.queue.CommitMetadata;
import io.sluice.queue.StopFlag;
import io.sluice.testsupport.TestBroker;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Reachability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DispatcherIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PARTITIONS = 4;

    private TestBroker broker;
    private KafkaClients kafka;
    private Producer<String, byte[]> producer;
    private String topic;

    @TempDir
    static Path directory;

    @BeforeAll
    void startBroker() throws Exception {
        broker = TestBroker.start(directory.resolve("broker"), Map.of("group.initial.rebalance.delay.ms", "0"));
        kafka = broker.clients();
        producer = kafka.producer("test");
    }

    @AfterAll
    void stopBroker() {
        producer.close();
        broker.close();
    }

    @BeforeEach
    void createTopic(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        try (var admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            // the first records of a producer may be put in a wrong order by a broker that is not ready for them
            await().atMost(LIMIT).ignoreExceptions().until(() -> end(admin) == 0);
        }
    }

    /// The sum of all end offsets.
    private long end(Admin admin) throws Exception {
        var latest = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(toMap(number -> new TopicPartition(topic, number), _ -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    /// The clock of the precedence stands still, so the flood gets no further turns while the other one is
    /// active.
    @Test
    void recordsOfOneOrganizationOvertakeManyRecordsOfAnother() throws Exception {
        var now = new AtomicLong(1);
        var precedence = new Precedence(_ -> new CpuLoad(1, 1), now::get, new SimpleMeterRegistry());
        var work = new ScriptedWork();
        var sends = new ArrayList<Future<?>>();
        for (var number = 0; number < 2_000; number++) {
            sends.add(send("flood", LaneName.DIRECT, 2, "flood-" + number));
        }
        for (var send : sends) {
            send.get();
        }
        try (var _ = start("a", work, 4, precedence)) {
            await().atMost(LIMIT).until(() -> work.done.size() > 500);
            var others =
                    IntStream.range(0, 20).mapToObj(number -> "other-" + number).toList();
            for (var other : others) {
                var _ = send("other", LaneName.DIRECT, 2, other).get();
            }
            await().atMost(LIMIT).until(() -> work.done.containsAll(others));

            var first = others.stream().mapToInt(work.done::indexOf).min().orElseThrow();
            var last = others.stream().mapToInt(work.done::indexOf).max().orElseThrow();
            assertThat(work.done.subList(first, last)).hasSizeLessThan(others.size() + 8);

            now.addAndGet(Duration.ofSeconds(10).toNanos());
            await().atMost(LIMIT).until(() -> work.done.size() == 2_020);
        }
        assertThat(new HashSet<>(work.done)).hasSameSizeAs(work.done);
    }

    /// A producer of its own has published very many records at once.
    @Test
    void processesARecordBehindFiftyThousandOfAnotherOrganizationSoon() throws Exception {
        var work = new ScriptedWork();
        var sends = new ArrayList<Future<?>>();
        for (var number = 0; number < 50_000; number++) {
            sends.add(send("flood", LaneName.DIRECT, 2, "flood-" + number));
        }
        for (var send : sends) {
            send.get();
        }
        try (var _ = start("a", work, 4)) {
            await().atMost(LIMIT).until(() -> work.done.size() > 500);
            var before = work.done.size();
            var published = System.nanoTime();
            var _ = send("other", LaneName.DIRECT, 2, "other").get();

            await().atMost(LIMIT).until(() -> work.done.contains("other"));
            assertThat(Duration.ofNanos(System.nanoTime() - published)).isLessThan(Duration.ofSeconds(10));
            assertThat(work.done.indexOf("other") - before).isLessThan(5_000);
            await().atMost(LIMIT).until(() -> work.done.size() > 8_000);
        }
        assertThat(new HashSet<>(work.done)).hasSameSizeAs(work.done);
    }

    @Test
    void directWorkDoesNotWaitForHostsOrConversions() throws Exception {
        var work = new ScriptedWork();
        try (var _ = start("a", work, 2)) {
            for (var number = 0; number < 100; number++) {
                var _ = send("fetcher", LaneName.FETCH, 3_600_000, "fetch-" + number);
            }
            for (var number = 0; number < 12; number++) {
                var _ = send("converter", LaneName.CONVERT, 3_600_000, "convert-" + number);
            }
            await().atMost(LIMIT).until(() -> work.begun.get() >= 12);
            for (var number = 0; number < 20; number++) {
                var _ = send("fetcher", LaneName.DIRECT, 1, "direct-" + number);
            }

            await().atMost(LIMIT).until(() -> work.done.size() == 20);
        }
    }

    @Test
    void processesOnlyUnfinishedRecordsAfterAnOrderlyStop() throws Exception {
        var first = new ScriptedWork();
        try (var _ = start("a", first, 4)) {
            var _ = send("a", LaneName.DIRECT, 3_600_000, "slow");
            for (var number = 0; number < 1_000; number++) {
                var _ = send("a", LaneName.DIRECT, 0, "quick-" + number);
            }
            await().atMost(LIMIT).until(() -> first.done.size() == 1_000);
        }

        var second = new ScriptedWork();
        try (var _ = start("a", second, 4)) {
            var _ = send("a", LaneName.DIRECT, 0, "last").get();
            await().atMost(LIMIT).until(() -> second.done.contains("last") && second.begun.get() == 2);
        }
        assertThat(second.done).containsExactly("last");
    }

    @Test
    void losesNoRecordWhenReadersJoinAndLeaveTheGroup() throws Exception {
        var works = List.of(new ScriptedWork(), new ScriptedWork(), new ScriptedWork());
        var names = new HashSet<String>();
        try (var _ = start("a", works.get(0), 2)) {
            names.addAll(publish(0, 300));
            try (var _ = start("b", works.get(1), 2)) {
                publishUntilItIsServed(works.get(1), names);
                try (var _ = start("c", works.get(2), 2)) {
                    publishUntilItIsServed(works.get(2), names);
                }
                names.addAll(publish(names.size(), names.size() + 300));
            }
            await().atMost(LIMIT).until(() -> done(works).containsAll(names));
            await().atMost(LIMIT).until(() -> open() == 0);
        }
        assertThat(new HashSet<>(done(works))).isEqualTo(names);
        // only what was being worked on when its partition went to another one may be done twice
        assertThat(done(works).size() - names.size()).isLessThan(60);
    }

    @Test
    void continuesAtThePositionOfTheShareGroupOfAnEarlierRelease() throws Exception {
        for (var number = 0; number < 5; number++) {
            producer.send(new ProducerRecord<>(
                            topic, 0, null, ScriptedWork.record("a", LaneName.DIRECT, 0, "r" + number)))
                    .get();
        }
        acknowledge(3);
        GroupSuccession.prepare(
                kafka, new Topic<>(topic, Topics.UPLOADS.valueSerde(), Map.of()), "former-" + topic, topic);
        GroupSuccession.prepare(
                kafka, new Topic<>(topic, Topics.UPLOADS.valueSerde(), Map.of()), "former-" + topic, topic);

        var work = new ScriptedWork();
        try (var _ = start("a", work, 1)) {
            await().atMost(LIMIT).until(() -> work.done.contains("r4"));
        }
        // the last ones that were acknowledged may not be behind the group's start yet
        assertThat(work.done).doesNotContain("r0").endsWith("r3", "r4");
    }

    /// Works on some records as the share group of an earlier release.
    private void acknowledge(int records) throws Exception {
        var group = "former-" + topic;
        ShareGroupSetup.prepare(
                kafka, group, Duration.ofMinutes(1), Setting.duration("SLUICE_TEST", "1m", "for the message"));
        try (var member = kafka.shareGroupMember("former", group, 1)) {
            member.subscribe(List.of(topic));
            var done = 0;
            while (done < records) {
                for (var record : member.poll(Duration.ofSeconds(1))) {
                    if (done++ < records) {
                        member.acknowledge(record, AcknowledgeType.ACCEPT);
                    } else {
                        member.acknowledge(record, AcknowledgeType.RELEASE);
                    }
                }
                member.commitSync();
            }
        }
    }

    /// A new member has partitions only once the others have noticed that it joined.
    private void publishUntilItIsServed(ScriptedWork work, Set<String> names) {
        await().atMost(LIMIT).until(() -> {
            names.addAll(publish(names.size(), names.size() + 20));
            return work.done.size() > 20;
        });
    }

    private List<String> publish(int from, int to) {
        var names = new ArrayList<String>();
        for (var number = from; number < to; number++) {
            var name = "r" + number;
            var _ = send("o" + number % 7, number % 5 == 0 ? LaneName.CONVERT : LaneName.DIRECT, 2, name);
            names.add(name);
        }
        return names;
    }

    private static List<String> done(List<ScriptedWork> works) {
        return works.stream().flatMap(work -> work.done.stream()).toList();
    }

    /// How many records are not committed as done.
    private long open() throws Exception {
        try (var admin = kafka.admin()) {
            var committed = admin.listConsumerGroupOffsets(topic)
                    .partitionsToOffsetAndMetadata()
                    .get();
            var open = 0L;
            for (var number = 0; number < PARTITIONS; number++) {
                var partition = new TopicPartition(topic, number);
                var end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset();
                var offset = committed.get(partition);
                var metadata = offset == null ? null : CommitMetadata.of(offset.offset(), offset.metadata());
                open += end - (offset == null ? 0 : offset.offset());
                open -= metadata == null
                        ? 0
                        : metadata.done().stream()
                                .mapToLong(run -> run.to() - run.from())
                                .sum();
            }
            return open;
        }
    }

    private Future<?> send(String organization, LaneName lane, long millis, String name) {
        return producer.send(new ProducerRecord<>(topic, name, ScriptedWork.record(organization, lane, millis, name)));
    }

    private Dispatcher start(String member, ScriptedWork work, int workers) {
        return start(member, work, workers, Precedence.ofThisProcess(new SimpleMeterRegistry()));
    }

    private Dispatcher start(String member, ScriptedWork work, int workers, Precedence precedence) {
        var longest = Duration.ofHours(2);
        var config = new DispatchConfig(
                member,
                Map.of(
                        LaneName.DIRECT, new LaneConfig(workers, workers, workers, longest),
                        LaneName.FETCH, new LaneConfig(8, 4, 2, longest),
                        LaneName.CONVERT, new LaneConfig(2, 2, 2, longest)),
                Duration.ofMillis(200));
        return Dispatcher.start(
                config,
                QueueSource.of(
                        kafka, Reachability.ALWAYS, new Topic<>(topic, Topics.UPLOADS.valueSerde(), Map.of()), topic),
                work,
                new StopFlag(),
                precedence,
                new SimpleMeterRegistry(),
                new Heartbeats());
    }
}
