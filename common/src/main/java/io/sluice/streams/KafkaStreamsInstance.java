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

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return streams.metrics();
    }

    @Override
    public boolean close(Duration limit) {
        return streams.close(limit);
    }
}
