package io.sluice.kafka.admin;

import static java.util.stream.Collectors.toSet;

import io.sluice.config.ConfigurationException;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The creation and verification of the topics, before anything else starts.
///
/// Missing topics are created; existing ones are never changed, since an operator may have configured them on
/// purpose. A difference that would lose or refuse data is an error, any other is logged. Several processes
/// may run it at the same time.
public final class TopicProvisioner {

    private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioner.class);
    private static final Config EMPTY = new Config(List.of());

    private final Admin admin;
    private final ProvisioningConfig config;

    private TopicProvisioner(Admin admin, ProvisioningConfig config) {
        this.admin = admin;
        this.config = config;
    }

    /// Returns once every topic of [Topics#ALL] can be used, and waits without a limit for a cluster that
    /// does not answer. Creates nothing in a cluster whose records this release cannot read.
    ///
    /// @return the replication of topics in this cluster, for topics that other code creates
    /// @throws ConfigurationException when topics or cluster differ from what is needed, with every problem, or
    ///                                the records have a format that this release cannot read
    /// @throws KafkaException         when the thread is interrupted
    public static Replication provision(KafkaClients clients, ProvisioningConfig config) {
        return AdminCalls.untilDone("topics", () -> provisionOnce(clients, config));
    }

    private static Replication provisionOnce(KafkaClients clients, ProvisioningConfig config) {
        try (var admin = clients.admin()) {
            var provisioner = new TopicProvisioner(admin, config);
            var replication = provisioner.replication();
            provisioner.createMissing(clients.config().embedded(), replication);
            var problems = provisioner.check();
            if (!problems.isEmpty()) {
                throw new ConfigurationException(String.join("\n", problems));
            }
            return replication;
        }
    }

    private Replication replication() {
        var brokers =
                AdminCalls.await("describe the cluster", admin.describeCluster().nodes());
        if (brokers.isEmpty()) {
            throw new KafkaException("no broker of the cluster is active");
        }
        return config.effective(brokers.size());
    }

    /// Returns the number of partitions of new topics: as many as the commands of the catalog have, because a
    /// topology joins topics partition by partition.
    private int partitions(Set<String> existing, boolean embedded) {
        var reference = Topics.CATALOG_COMMANDS;
        if (!existing.contains(reference.name())) {
            return config.partitions(embedded);
        }
        var described = AdminCalls.await(
                "describe the topic " + reference.name(),
                admin.describeTopics(Set.of(reference.name())).allTopicNames());
        return partitionsOf(described, reference);
    }

    private void createMissing(boolean embedded, Replication replication) {
        var existing = AdminCalls.await("list the topics", admin.listTopics().names());
        RecordFormat.check(existing);
        var missing = missing(existing, embedded, replication);
        if (!missing.isEmpty()) {
            create(missing, replication);
        }
        var names = Topics.ALL.stream().map(Topic::name).collect(toSet());
        if (!AdminCalls.poll(() -> haveLeaders(names))) {
            throw new KafkaException("the topics " + names + " have no leaders");
        }
        if (!missing.isEmpty()) {
            awaitLeaders(missing);
        }
    }

    private List<NewTopic> missing(Set<String> existing, boolean embedded, Replication replication) {
        var missing = new ArrayList<NewTopic>();
        if (!existing.contains(RecordFormat.TOPIC)) {
            missing.add(newTopic(RecordFormat.TOPIC, 1, RecordFormat.CONFIG, replication));
        }
        var topics = Topics.ALL.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        if (!topics.isEmpty()) {
            var partitions = partitions(existing, embedded);
            topics.forEach(topic -> missing.add(newTopic(topic.name(), partitions, topic.config(), replication)));
        }
        return missing;
    }

    private static NewTopic newTopic(String name, int partitions, Map<String, String> config, Replication replication) {
        var all = new HashMap<>(config);
        all.putAll(replication.topicConfig());
        return new NewTopic(name, Optional.of(partitions), Optional.of(replication.factor())).configs(all);
    }

    /// Waits until the leaders serve the partitions, which is later than the cluster knows them. A producer
    /// that comes in between may have its second batch accepted and its first one refused for good, as out of
    /// order.
    private void awaitLeaders(List<NewTopic> topics) {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        var names = topics.stream().map(NewTopic::name).toList();
        AdminCalls.await("describe the topics", admin.describeTopics(names).allTopicNames())
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition ->
                                latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        var _ = AdminCalls.await(
                "reach the leaders of the topics", admin.listOffsets(latest).all());
    }

    private void create(List<NewTopic> topics, Replication replication) {
        var created = admin.createTopics(topics).values();
        var refused = new TreeSet<String>();
        created.forEach((name, result) -> {
            try {
                // another process may have created it at the same time
                var _ = AdminCalls.awaitUnless(TopicExistsException.class, "create the topic " + name, result);
            } catch (KafkaException e) {
                if (!(e.getCause() instanceof AuthorizationException)) {
                    throw e;
                }
                refused.add(name);
            }
        });
        if (!refused.isEmpty()) {
            throw new ConfigurationException(
                    "these topics do not exist, or Kafka does not allow this process to describe"
                            + " them, and it does not allow it to create them: " + String.join(", ", refused)
                            + ". Create them with "
                            + topics.getLast().numPartitions()
                            + " partitions as listed in docs/deploy.md, or allow Create for the prefix sluice.");
        }
        LOG.atInfo()
                .addKeyValue("topics", created.keySet())
                .addKeyValue("replicas", replication.factor())
                .log("topics created");
    }

    private boolean haveLeaders(Set<String> names) {
        return admin.describeTopics(names).topicNameValues().values().stream()
                .allMatch(described -> AdminCalls.awaitUnless(
                                UnknownTopicOrPartitionException.class, "describe the topics", described)
                        .map(topic -> topic.partitions().stream().allMatch(TopicProvisioner::hasLeader))
                        .orElse(false));
    }

    private static boolean hasLeader(TopicPartitionInfo partition) {
        var leader = partition.leader();
        return leader != null && leader.id() != Node.noNode().id();
    }

    private List<String> check() {
        var names = Topics.ALL.stream().map(Topic::name).toList();
        var descriptions = AdminCalls.await(
                "describe the topics", admin.describeTopics(names).allTopicNames());
        var byName = new HashMap<String, Config>();
        var hidden = new TreeSet<String>();
        admin.describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .values()
                .forEach((topic, config) -> AdminCalls.awaitUnless(
                                AuthorizationException.class, "read the settings of topic " + topic.name(), config)
                        .ifPresentOrElse(found -> byName.put(topic.name(), found), () -> hidden.add(topic.name())));
        if (!hidden.isEmpty()) {
            return List.of("Kafka does not allow this process to read the settings of topics: "
                    + String.join(", ", hidden) + ". Allow DescribeConfigs for the prefix sluice.");
        }
        var wanted = partitionsOf(descriptions, Topics.CATALOG_COMMANDS);
        var problems = new ArrayList<String>();
        for (var topic : Topics.ALL) {
            var check = new TopicCheck(
                    topic, wanted, partitionsOf(descriptions, topic), byName.getOrDefault(topic.name(), EMPTY));
            check.warnings()
                    .forEach(warning ->
                            LOG.atWarn().addKeyValue("topic", topic.name()).log(warning));
            problems.addAll(check.problems());
        }
        return problems;
    }

    private static int partitionsOf(Map<String, TopicDescription> descriptions, Topic<?> topic) {
        var description = descriptions.get(topic.name());
        return description == null ? 0 : description.partitions().size();
    }
}
