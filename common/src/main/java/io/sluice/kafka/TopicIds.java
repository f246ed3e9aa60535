package io.sluice.kafka;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.kafka.common.KafkaException;

/// The ids of topics.
public final class TopicIds {

    private TopicIds() {}

    /// The id of a topic, which another topic of the same name will not have. Returns once the cluster answers, however
    /// long that takes.
    ///
    /// @throws KafkaException when the thread is interrupted
    public static String of(KafkaClients clients, Topic<?> topic) {
        return AdminCalls.untilDone("topic " + topic.name(), () -> {
            try (var admin = clients.admin()) {
                var described = admin.describeTopics(List.of(topic.name()))
                        .topicNameValues()
                        .get(topic.name());
                return AdminCalls.await("look up the topic " + topic.name(), requireNonNull(described))
                        .topicId()
                        .toString();
            }
        });
    }
}
