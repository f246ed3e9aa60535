package io.sluice.dispatch;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import io.sluice.watch.Reachability;
import org.apache.kafka.clients.consumer.Consumer;

/// Where a dispatcher gets its records from. Safe for use by many threads.
public interface QueueSource {

    /// Name of the topic.
    String topic();

    /// A new consumer, which is a member of the group once it polls. The caller closes it.
    Consumer<String, byte[]> reader();

    /// A new consumer without a group. The caller closes it.
    Consumer<String, byte[]> rereader();

    /// Whether a broker answers, so that it makes sense to join.
    boolean isReachable();

    /// A topic of a Kafka cluster, read by a consumer group.
    static QueueSource of(KafkaClients kafka, Reachability reachability, Topic<?> topic, String group) {
        return new QueueSource() {

            @Override
            public String topic() {
                return topic.name();
            }

            @Override
            public Consumer<String, byte[]> reader() {
                return kafka.queueReader(group, group);
            }

            @Override
            public Consumer<String, byte[]> rereader() {
                return kafka.rereader(group + "-again");
            }

            @Override
            public boolean isReachable() {
                return reachability.awaySince().isEmpty();
            }
        };
    }
}
