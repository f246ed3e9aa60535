package io.sluice.kafka.admin;

import io.sluice.config.ConfigurationException;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;

/// The topics that a service reads and writes, for which it needs rights if the brokers check them.
public record TopicRights(Set<String> read, Set<String> write) {

    public TopicRights {
        read = Set.copyOf(read);
        write = Set.copyOf(write);
    }

    public static TopicRights of(Collection<Topic<?>> read, Collection<Topic<?>> write) {
        return new TopicRights(names(read), names(write));
    }

    private static Set<String> names(Collection<Topic<?>> topics) {
        return new TreeSet<>(topics.stream().map(Topic::name).toList());
    }

    public TopicRights and(TopicRights other) {
        return new TopicRights(union(read, other.read), union(write, other.write));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var union = new TreeSet<>(one);
        union.addAll(other);
        return union;
    }

    /// Checks that this process has the rights, so that a missing one is found at the start and not by the first
    /// record. The topics must exist. Waits without a limit for a cluster that does not answer.
    ///
    /// @throws ConfigurationException with all rights that are missing, in one line
    /// @throws KafkaException         when the thread is interrupted
    public void check(KafkaClients clients) {
        if (clients.config().embedded()) {
            return;
        }
        var missing = AdminCalls.untilDone("rights", () -> missing(clients));
        if (!missing.isEmpty()) {
            throw new ConfigurationException("Kafka does not allow this process to " + String.join(", ", missing)
                    + ": add the ACLs that docs/deploy.md lists for its user");
        }
    }

    private List<String> missing(KafkaClients clients) {
        var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        try (var admin = clients.admin()) {
            var described = AdminCalls.await(
                    "read the rights for the topics",
                    admin.describeTopics(union(read, write), options).allTopicNames());
            return described.values().stream()
                    .flatMap(topic -> {
                        var allowed = topic.authorizedOperations();
                        // brokers before 2.3 do not say
                        return allowed == null ? Stream.of() : missing(topic.name(), allowed);
                    })
                    .sorted()
                    .toList();
        }
    }

    private Stream<String> missing(String topic, Set<AclOperation> allowed) {
        var reads = read.contains(topic) && !allowed.contains(AclOperation.READ);
        var writes = write.contains(topic) && !allowed.contains(AclOperation.WRITE);
        return Stream.concat(
                reads ? Stream.of("read " + topic) : Stream.of(), writes ? Stream.of("write " + topic) : Stream.of());
    }
}
