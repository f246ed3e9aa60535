package io.sluice.streams;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.processor.StateRestoreListener;

/// One run of a topology in Kafka Streams.
final class KafkaStreamsInstance implements StreamsInstance {

    /// Metric of every Kafka consumer; -1 before it has polled.
    private static final String LAST_POLL = "last-poll-seconds-ago";

    private final KafkaStreams streams;
    private final LongAdder restored = new LongAdder();

    KafkaStreamsInstance(
            Topology topology, Properties properties, StreamsUncaughtExceptionHandler handler, Runnable changed) {
        streams = new KafkaStreams(topology, properties);
        streams.setStateListener((_, _) -> changed.run());
        streams.setUncaughtExceptionHandler(handler);
        streams.setGlobalStateRestoreListener(new Progress());
    }

    private final class Progress implements StateRestoreListener {
        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
            restored.increment();
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long end, long records) {
            restored.increment();
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long records) {
            restored.increment();
        }
    }

    @Override
    public void start() {
        streams.start();
    }

    @Override
    public KafkaStreams.State state() {
        return streams.state();
    }

    @Override
    public long restored() {
        return restored.sum();
    }

    /// Ignores the consumers that restore state: they do not poll while there is nothing to restore.
    @Override
    public Duration sinceLastPoll() {
        var seconds = streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(LAST_POLL)
                        && isMainConsumer(metric.getKey().tags().getOrDefault("client-id", "")))
                .map(metric -> metric.getValue().metricValue())
                .filter(Number.class::isInstance)
                .mapToLong(value -> ((Number) value).longValue())
                .max()
                .orElse(0);
        return Duration.ofSeconds(Math.max(0, seconds));
    }

    /// Streams names a thread's consumers `…-consumer` and `…-restore-consumer`.
    private static boolean isMainConsumer(String clientId) {
        return clientId.endsWith("-consumer") && !clientId.endsWith("-restore-consumer");
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return streams.metrics();
    }

    @Override
    public boolean close(Duration limit) {
        return streams.close(limit);
    }
}
