package io.sluice.streams;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.Replication;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/// The settings of every Streams application here: records are processed without delay, at least once, in
/// bounded memory, and a process that restarts after a crash resumes within a moment.
final class StreamsProperties {

    /// A store may have larger records in its changelog than other topics have.
    private static final int MAX_REQUEST_BYTES = 5 * 1024 * 1024;

    /// What processing does not reach while a fetch is under way: some MB.
    private static final int BUFFERED_RECORDS = 5_000;

    private StreamsProperties() {}

    static Properties of(String applicationId, StreamsHome home, int threads, int standbys) {
        var kafka = home.kafka();
        var properties = new Properties();
        properties.putAll(kafka.security());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, home.stateDirectory().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // the work repeated after a crash; decisions are idempotent, so this only limits the effort
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        // a cache would hold outcomes back until the next commit
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topics.MAX_RECORD_BYTES);
        replicate(properties, home.replication());
        produceAtOnce(properties);
        fetchAhead(properties);
        pollRarelyWhenIdle(properties);
        useStaticMembership(properties, InstanceId.in(home.stateDirectory(), applicationId));
        return properties;
    }

    /// Sets the number of copies of internal topics. By default, a changelog has as many as the broker is
    /// configured for, which is one in an unconfigured Kafka.
    private static void replicate(Properties properties, Replication replication) {
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) replication.factor());
        replication.topicConfig().forEach((key, value) -> properties.put(StreamsConfig.topicPrefix(key), value));
    }

    private static void produceAtOnce(Properties properties) {
        // Streams waits 100 ms to fill a batch; batches form without that while a request is in progress
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG), true);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
    }

    /// A task with more than [#BUFFERED_RECORDS] of a partition pauses it. After that the partition is not part
    /// of the fetch under way, for whose end its next records wait.
    private static void fetchAhead(Properties properties) {
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                KafkaClients.ALL_FETCHED_RECORDS);
    }

    private static void pollRarelyWhenIdle(Properties properties) {
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), KafkaClients.FETCH_MAX_WAIT_MS);
        // also how exact a punctuation is when no record comes; a record ends the wait
        properties.put(StreamsConfig.POLL_MS_CONFIG, 1_000);
        // the interval at which the consumer's heartbeat thread checks for work
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG), 500);
    }

    /// Makes the process a static member of its group: after a kill and a restart it gets its partitions back
    /// at once, without a rebalance and without waiting for the session timeout of its predecessor. The newer
    /// `group.protocol=streams` refuses static members in Kafka 4.3
    /// (`StreamsConfig.verifyStreamsProtocolCompatibility`), hence the classic protocol.
    private static void useStaticMembership(Properties properties, String instanceId) {
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                KafkaClients.SESSION_TIMEOUT_MS);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 5_000);
    }
}
