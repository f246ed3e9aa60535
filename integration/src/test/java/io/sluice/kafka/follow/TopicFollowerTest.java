package io.sluice.kafka.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.BlobPurge;
import io.sluice.image.BlobKey;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.testsupport.MemoryTopics;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicFollowerTest {

    private static final Topic<BlobPurge> TOPIC = Topics.BLOB_PURGES;

    private final MemoryTopics topics = new MemoryTopics(TOPIC);
    private final Recorder recorder = new Recorder();
    private final Heartbeats heartbeats = new Heartbeats();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @SuppressWarnings("NullAway.Init") // set by each test
    private TopicFollower follower;

    private static final class Recorder implements TopicFollower.Handler {
        final List<String> reasons = Collections.synchronizedList(new ArrayList<>());
        final Map<TopicPartition, Long> begin = new ConcurrentHashMap<>();
        final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
        volatile @Nullable RuntimeException fault;
        volatile int begins;

        @Override
        public Map<TopicPartition, Long> begin(Map<TopicPartition, TopicFollower.OffsetRange> available) {
            begins++;
            return new HashMap<>(begin);
        }

        @Override
        public void accept(List<FollowedRecord> records, Map<TopicPartition, Long> after) {
            var thrown = fault;
            if (thrown != null && !records.isEmpty()) {
                throw thrown;
            }
            records.forEach(followed ->
                    reasons.add(followed.value() instanceof BlobPurge purge ? purge.reason() : "tombstone"));
            positions.putAll(after);
        }
    }

    @AfterEach
    void close() {
        follower.close();
    }

    @Test
    void handsOverEveryRecordOfAPartitionInOrder() {
        publish("a");
        publish("b");
        start();
        await().until(follower::caughtUp);
        publish("c");

        await().untilAsserted(() -> assertThat(recorder.reasons).containsExactly("a", "b", "c"));
        assertThat(recorder.positions).containsValue(3L);
    }

    @Test
    void beginsAtTheOffsetsOfTheHandler() {
        publish("a");
        publish("b");
        recorder.begin.put(new TopicPartition(TOPIC.name(), 0), 1L);
        recorder.begin.put(new TopicPartition(TOPIC.name(), 1), 1L);

        start();

        await().until(follower::caughtUp);
        assertThat(recorder.reasons).containsExactly("b");
    }

    @Test
    void skipsMalformedRecords() {
        publish("a");
        topics.publishBytes(TOPIC.name(), "key", "{not json".getBytes(UTF_8), Instant.now());
        topics.publishBytes(TOPIC.name(), "key", null, Instant.now());
        publish("b");

        start();

        await().until(follower::caughtUp);
        assertThat(recorder.reasons).containsExactly("a", "tombstone", "b");
        assertThat(recorder.positions).containsValue(4L);
    }

    @Test
    void catchesUpWithTopicsThatAreEmpty() {
        start();

        await().until(follower::caughtUp);
        assertThat(recorder.reasons).isEmpty();
    }

    @Test
    void continuesAfterFailuresOfTheBrokers() {
        start();
        await().until(follower::caughtUp);

        topics.failNextPoll(new DisconnectException("a broker went away"));
        publish("a");

        await().untilAsserted(() -> assertThat(recorder.reasons).containsExactly("a"));
        assertThat(follower.failure()).isNull();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void resumesWithANewConsumerAfterAnyFailureOfAPoll(RuntimeException fault) {
        publish("a");
        start();
        await().until(() -> recorder.reasons.size() == 1);

        topics.failNextPoll(fault);
        publish("b");

        await().untilAsserted(() -> assertThat(recorder.reasons).containsExactly("a", "b"));
        await().until(follower::caughtUp);
        assertThat(topics.consumers()).isEqualTo(2);
        assertThat(recorder.begins).isEqualTo(1);
        assertThat(failure.get()).isNull();
    }

    static Stream<RuntimeException> faults() {
        return Stream.of(
                new IllegalStateException("Unexpected error code 15 while fetching"),
                new TimeoutException("Timeout of 60000ms expired before the position could be determined"),
                new KafkaException("an error that no version of the client knows"),
                new TopicAuthorizationException("sluice.blob-purges"));
    }

    @Test
    void handsOverEachRecordOnceWhenAPositionIsUnknownAfterAPoll() {
        start();
        await().until(follower::caughtUp);

        topics.failNextPosition(new TimeoutException("no position"));
        topics.failNextPosition(new TimeoutException("no position"));
        publish("a");
        publish("b");

        await().untilAsserted(() -> assertThat(recorder.reasons).containsExactly("a", "b"));
        await().until(follower::caughtUp);
        assertThat(recorder.reasons).containsExactly("a", "b");
    }

    @Test
    void waitsForAnUnavailableBrokerAtTheStart() {
        for (var tries = 0; tries < 4; tries++) {
            topics.failNextPartitions(new TimeoutException("no metadata"));
        }
        publish("a");

        start();

        await().until(follower::caughtUp);
        assertThat(recorder.reasons).containsExactly("a");
        assertThat(recorder.begins).isEqualTo(1);
    }

    @Test
    void readsARecreatedTopicFromItsStart() {
        publish("a");
        publish("b");
        start();
        await().until(() -> recorder.reasons.size() == 2);

        topics.clear();
        publish("c");
        topics.failNextPoll(new KafkaException("outage"));

        await().untilAsserted(() -> assertThat(recorder.reasons).containsExactly("a", "b", "c"));
    }

    @Test
    void continuesAtTheFirstRemainingRecordAfterAnOutage() {
        publish("a");
        start();
        await().until(() -> recorder.reasons.size() == 1);

        topics.connect(false);
        publish("b");
        publish("c");
        topics.loseBefore(2);
        topics.failNextPoll(new KafkaException("outage"));
        await().until(() -> topics.consumers() == 2);
        topics.connect(true);

        await().untilAsserted(() -> assertThat(recorder.reasons).containsExactly("a", "c"));
    }

    @Test
    void restartsAfterAKick() {
        start();
        await().until(follower::caughtUp);

        heartbeats.all().forEach(Heartbeat::kick);

        await().until(() -> topics.consumers() == 2);
        publish("a");
        await().untilAsserted(() -> assertThat(recorder.reasons).containsExactly("a"));
        assertThat(failure.get()).isNull();
    }

    @Test
    void isNotCaughtUpAndHasAnAgeWhileNoBrokerAnswers() {
        start();
        await().until(follower::caughtUp);
        assertThat(follower.age()).isLessThan(Duration.ofSeconds(1));

        topics.connect(false);

        await().until(() -> !follower.caughtUp());
        await().until(() -> follower.age().compareTo(Duration.ofSeconds(1)) > 0);
        topics.connect(true);
        await().until(follower::caughtUp);
        assertThat(follower.age()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void beatsOnceARoundAndWhileItWaits() {
        start();
        var heartbeat = heartbeats.all().iterator().next();
        await().until(follower::caughtUp);

        var before = heartbeat.beats();
        topics.connect(false);

        await().until(() -> heartbeat.beats() > before + 2);
        follower.close();
        assertThat(heartbeats.all()).isEmpty();
    }

    @Test
    void reportsAFailureOfTheHandlerAndEnds() {
        start();
        await().until(follower::caughtUp);
        recorder.fault = new IllegalStateException("the disk is full");

        publish("a");

        await().untilAsserted(() -> assertThat(failure.get()).isSameAs(recorder.fault));
        assertThat(follower.failure()).isSameAs(recorder.fault);
        assertThat(follower.caughtUp()).isFalse();
    }

    @Test
    void closesInTheMiddleOfAPollWithoutAFailure() {
        start();
        await().until(follower::caughtUp);

        follower.close();

        assertThat(failure.get()).isNull();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("follower-under-test");
    }

    private void start() {
        follower = TopicFollower.start(
                "follower-under-test",
                List.of(TOPIC),
                topics::consumer,
                recorder,
                failure::set,
                heartbeats,
                new TopicFollower.Patience(Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMillis(50)));
    }

    private void publish(String reason) {
        topics.publish(TOPIC, "key", new BlobPurge(new BlobKey("blobs/acme/x"), reason));
    }
}
