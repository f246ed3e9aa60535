package io.sluice.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// A factory of Kafka clients with the settings that this project needs. Values are bytes here, so that a
/// value that cannot be parsed reaches the code that can dead-letter it. The caller closes the client.
public final class KafkaClients {

    /// How long a member may get no CPU time, and the delay after which others take over from a killed
    /// member.
    public static final int SESSION_TIMEOUT_MS = 30_000;

    /// How long a broker holds a fetch that finds nothing. A record ends the wait at once, so this only
    /// limits how often an idle consumer sends fetches. Other requests on the same connection wait too, such
    /// as a fetch of more partitions.
    public static final int FETCH_MAX_WAIT_MS = 2_000;

    /// As many records as a fetch has brought, whose bytes are limited. A poll that leaves records of a partition
    /// keeps that partition out of the next fetch, and its later records wait until the broker ends that one.
    public static final int ALL_FETCHED_RECORDS = Integer.MAX_VALUE;

    /// Longest wait for an answer on a machine that is short of CPU.
    private static final int REQUEST_TIMEOUT_MS = 30_000;

    /// A follower keeps its partitions, and its close does not wait, so nothing depends on the end of its
    /// fetches.
    private static final int FOLLOWER_FETCH_MAX_WAIT_MS = 5_000;

    private final KafkaConfig config;
    private final @Nullable String process;

    public KafkaClients(KafkaConfig config) {
        this(config, null);
    }

    private KafkaClients(KafkaConfig config, @Nullable String process) {
        this.config = config;
        this.process = process;
    }

    /// Returns clients of a process that groups recognize after a restart: when it was killed, it gets its
    /// partitions back at once, and not only when the session of the killed one has ended. A member that leaves
    /// in order has to ask for that
    /// ([org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation#LEAVE_GROUP]).
    ///
    /// @param process name that the process keeps, and no other one has
    public static KafkaClients ofProcess(KafkaConfig config, String process) {
        return new KafkaClients(config, process);
    }

    public KafkaConfig config() {
        return config;
    }

    public Admin admin() {
        return Admin.create(common("admin"));
    }

    /// Creates a producer whose acknowledged sends are durable and never reordered or duplicated. It sends
    /// without lingering: batches form while a request is in progress.
    public Producer<String, byte[]> producer(String clientId) {
        var properties = common(clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /// Creates a consumer without a group: its caller assigns partitions and keeps the offsets.
    public Consumer<String, byte[]> follower(String clientId) {
        var properties = common(clientId);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FOLLOWER_FETCH_MAX_WAIT_MS);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ALL_FETCHED_RECORDS);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /// Creates a consumer in `group` that commits manually.
    public Consumer<String, byte[]> groupMember(String clientId, String group, int maxRecords) {
        var properties = member(clientId, group);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /// A consumer that reads a queue: it commits by hand in `group`, and keeps its partitions when others
    /// join.
    public Consumer<String, byte[]> queueReader(String clientId, String group) {
        var properties = member(clientId, group);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        // members notice with a heartbeat that others have joined or left, and nobody else reads an embedded broker
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, config.embedded() ? 6_000 : 3_000);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ALL_FETCHED_RECORDS);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> member(String clientId, String group) {
        var properties = common(clientId);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        if (process != null) {
            properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, group + '-' + process);
        }
        return properties;
    }

    /// A consumer without a group that reads parts of partitions once more. Of these something is there, so
    /// it never waits for long.
    public Consumer<String, byte[]> rereader(String clientId) {
        var properties = common(clientId);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /// Creates a consumer without a group that reads records as they are, aborted ones too, as the readers of
    /// queues do. Keys are bytes, because foreign producers may use keys that are no text.
    public Consumer<byte[], byte[]> exporter(String clientId) {
        var properties = common(clientId);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ALL_FETCHED_RECORDS);
        // it reads one partition after the other: the fetch behind the last record of one would delay the next
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// Creates a producer of records that [#exporter] has read, in large batches.
    ///
    /// @param maxRecordBytes length of the largest record
    public Producer<byte[], byte[]> importer(String clientId, int maxRecordBytes) {
        var properties = common(clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Creates a consumer of a share group that acknowledges every record explicitly, `maxRecords` per poll.
    public ShareConsumer<String, byte[]> shareGroupMember(String clientId, String group, int maxRecords) {
        var properties = common(clientId);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        return new KafkaShareConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /// Returns the properties that all clients share.
    public Map<String, Object> common(String clientId) {
        var properties = new HashMap<String, Object>(config.security());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        return properties;
    }
}
