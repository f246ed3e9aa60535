package io.sluice.kafka.admin;

import static java.util.Objects.requireNonNull;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/// Look-up of topic ids.
public final class TopicIds {

    private TopicIds() {}

    /// Returns the id of a topic; a later topic of the same name has another id. Waits without a limit for a
    /// cluster that does not answer.
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
