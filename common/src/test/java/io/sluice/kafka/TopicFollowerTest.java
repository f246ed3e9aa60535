package io.sluice.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.BlobPurge;
import io.sluice.image.BlobKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicFollowerTest {

    private static final Topic<BlobPurge> TOPIC = Topics.BLOB_PURGES;

    private final MemoryTopics topics = new MemoryTopics(TOPIC);
    private final Recorder recorder = new Recorder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private TopicFollower follower;

    private static final class Recorder implements TopicFollower.Handler {
        final List<String> reasons = Collections.synchronizedList(new ArrayList<>());
        final Map<TopicPartition, Long> begin = new ConcurrentHashMap<>();
        final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
        volatile RuntimeException fault;

        @Override
        public Map<TopicPartition, Long> begin(Map<TopicPartition, TopicFollower.OffsetRange> available) {
            return new HashMap<>(begin);
        }

        @Override
        public void accept(List<FollowedRecord> records, Map<TopicPartition, Long> after) {
            if (fault != null && !records.isEmpty()) {
                throw fault;
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
    void beginsWhereItIsTold() {
        publish("a");
        publish("b");
        recorder.begin.put(new TopicPartition(TOPIC.name(), 0), 1L);
        recorder.begin.put(new TopicPartition(TOPIC.name(), 1), 1L);

        start();

        await().until(follower::caughtUp);
        assertThat(recorder.reasons).containsExactly("b");
    }

    @Test
    void leavesOutWhatDoesNotParseAndGoesOn() {
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
    void waitsOutTroubleWithTheBrokers() {
        start();
        await().until(follower::caughtUp);

        topics.failNextPoll(new DisconnectException("a broker went away"));
        publish("a");

        await().untilAsserted(() -> assertThat(recorder.reasons).containsExactly("a"));
        assertThat(follower.failure()).isNull();
    }

    @Test
    void endsLoudlyWhenTheHandlerFails() {
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
        follower = TopicFollower.start("follower-under-test", List.of(TOPIC), topics::consumer, recorder, failure::set);
    }

    private void publish(String reason) {
        topics.publish(TOPIC, "key", new BlobPurge(new BlobKey("blobs/acme/x"), reason));
    }
}
