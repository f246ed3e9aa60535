package io.sluice.dispatch;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import io.sluice.watch.Reachability;
import org.apache.kafka.clients.consumer.Consumer;

/// A source of records for a dispatcher. Thread-safe.
public interface QueueSource {

    /// Returns the name of the topic.
    String topic();

    /// Creates a consumer that joins the group with its first poll. The caller closes it.
    Consumer<String, byte[]> reader();

    /// Creates a consumer without a group. The caller closes it.
    Consumer<String, byte[]> rereader();

    /// Returns whether a broker answers, so that a consumer can join.
    boolean isReachable();

    /// Returns a topic of a Kafka cluster, read by a consumer group.
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
