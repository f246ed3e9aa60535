package io.sluice.kafka.admin;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a consumer group begin where a share group of an earlier release stands: at the first record of each
/// partition that the share group has not finished. Records behind it that are finished are read again.
public final class GroupSuccession {

    private static final Logger LOG = LoggerFactory.getLogger(GroupSuccession.class);

    private GroupSuccession() {}

    /// Does so if the consumer group has committed nothing yet. Without a share group it begins at the oldest
    /// records. Returns once that is clear, however long the cluster does not answer. Several processes may
    /// do this at once. The share group must not have members any more, or records are worked on twice.
    ///
    /// @throws KafkaException when the thread is interrupted
    public static void prepare(KafkaClients clients, Topic<?> topic, String shareGroup, String consumerGroup) {
        var _ = AdminCalls.untilDone("consumer group " + consumerGroup, () -> {
            try (var admin = clients.admin()) {
                prepareOnce(admin, topic, shareGroup, consumerGroup);
            }
            return consumerGroup;
        });
    }

    private static void prepareOnce(Admin admin, Topic<?> topic, String shareGroup, String consumerGroup) {
        var committed = AdminCalls.awaitUnless(
                GroupIdNotFoundException.class,
                "look at the consumer group " + consumerGroup,
                admin.listConsumerGroupOffsets(consumerGroup).partitionsToOffsetAndMetadata());
        if (committed.isPresent() && !committed.get().isEmpty()) {
            return;
        }
        var starts = starts(admin, topic, shareGroup);
        if (starts.isEmpty()) {
            return;
        }
        // a group that has members by now was prepared by another process
        var altered = AdminCalls.awaitUnless(
                UnknownMemberIdException.class,
                "set the offsets of the consumer group " + consumerGroup,
                admin.alterConsumerGroupOffsets(consumerGroup, starts).all().thenApply(_ -> true));
        LOG.atInfo()
                .addKeyValue("group", consumerGroup)
                .addKeyValue("former", shareGroup)
                .addKeyValue("offsets", starts)
                .addKeyValue("set", altered.isPresent())
                .log("consumer group continues where a share group stood");
    }

    private static Map<TopicPartition, OffsetAndMetadata> starts(Admin admin, Topic<?> topic, String shareGroup) {
        var offsets = AdminCalls.awaitUnless(
                GroupIdNotFoundException.class,
                "look at the share group " + shareGroup,
                admin.listShareGroupOffsets(Map.of(shareGroup, new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(shareGroup));
        var starts = new HashMap<TopicPartition, OffsetAndMetadata>();
        offsets.orElse(Map.of()).forEach((partition, info) -> {
            if (info != null && partition.topic().equals(topic.name())) {
                starts.put(partition, new OffsetAndMetadata(info.startOffset()));
            }
        });
        return starts;
    }
}
