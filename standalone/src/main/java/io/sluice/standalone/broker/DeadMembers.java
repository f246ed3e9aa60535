package io.sluice.standalone.broker;

import io.sluice.kafka.Topics;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.network.ClientInformation;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ShareGroupHeartbeatRequest;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.coordinator.group.GroupCoordinator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The removal of group members that were killed together with the broker, and that would otherwise keep
/// their partitions until their sessions end. The members of a process with a data directory are static: they return
/// under their
/// names and are not removed here.
///
/// A member in another process that is alive joins again by itself.
final class DeadMembers {

    private static final Logger LOG = LoggerFactory.getLogger(DeadMembers.class);
    private static final List<String> SHARE_GROUPS = List.of(Topics.COPY_WORKERS);
    private static final List<String> CONSUMER_GROUPS = List.of(Topics.UPLOAD_READERS, Topics.BLOB_PURGERS);

    /// Maximum duration of one step on a starved machine.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final String CLIENT = "sluice-start";

    private final GroupCoordinator coordinator;
    private final Path logs;

    /// @param coordinator group coordinator of the new broker
    /// @param logs        log directory of the broker
    DeadMembers(GroupCoordinator coordinator, Path logs) {
        this.coordinator = coordinator;
        this.logs = logs;
    }

    /// Removes the members, or logs a warning that they stay until their sessions end.
    void remove() throws InterruptedException {
        try {
            for (var group : SHARE_GROUPS) {
                removeShareMembers(group);
            }
            for (var group : CONSUMER_GROUPS) {
                removeConsumers(group);
            }
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("members of a killed process not removed, they stay until their sessions end");
        }
    }

    private void removeShareMembers(String group) throws InterruptedException {
        var leaving = new ArrayList<CompletableFuture<?>>();
        for (var member : describeShareGroup(group).members()) {
            var leave = new ShareGroupHeartbeatRequestData()
                    .setGroupId(group)
                    .setMemberId(member.memberId())
                    .setMemberEpoch(ShareGroupHeartbeatRequest.LEAVE_GROUP_MEMBER_EPOCH);
            leaving.add(coordinator.shareGroupHeartbeat(context(ApiKeys.SHARE_GROUP_HEARTBEAT), leave));
        }
        for (var left : leaving) {
            await(group, left);
        }
        log(group, leaving.size());
    }

    private ShareGroupDescribeResponseData.DescribedGroup describeShareGroup(String group) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var described = await(
                            group,
                            coordinator.shareGroupDescribe(context(ApiKeys.SHARE_GROUP_DESCRIBE), List.of(group)))
                    .getFirst();
            if (!isLoading(group, described.errorCode(), deadline)) {
                return described;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    private void removeConsumers(String group) throws InterruptedException {
        var members = describeConsumerGroup(group).members().stream()
                .filter(member -> member.groupInstanceId() == null)
                .map(member -> new MemberIdentity().setMemberId(member.memberId()))
                .toList();
        if (!members.isEmpty()) {
            var leave = new LeaveGroupRequestData().setGroupId(group).setMembers(members);
            await(group, coordinator.leaveGroup(context(ApiKeys.LEAVE_GROUP), leave));
        }
        log(group, members.size());
    }

    private DescribeGroupsResponseData.DescribedGroup describeConsumerGroup(String group) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var described = await(group, coordinator.describeGroups(context(ApiKeys.DESCRIBE_GROUPS), List.of(group)))
                    .getFirst();
            if (!isLoading(group, described.errorCode(), deadline)) {
                return described;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    /// Whether the coordinator has not loaded the group yet. A broker takes over its partitions a moment
    /// after its start; without a log, there is no group either.
    private boolean isLoading(String group, short errorCode, long deadline) {
        var partition = Topic.GROUP_METADATA_TOPIC_NAME + '-' + coordinator.partitionFor(group);
        return switch (Errors.forCode(errorCode)) {
            case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> {
                if (Files.notExists(logs.resolve(partition))) {
                    yield false;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new KafkaException("group " + group + " not loaded within " + PATIENCE);
                }
                yield true;
            }
            default -> false;
        };
    }

    private static void log(String group, int members) {
        if (members > 0) {
            LOG.atInfo()
                    .addKeyValue("group", group)
                    .addKeyValue("members", members)
                    .log("members of a killed process removed");
        }
    }

    /// Returns the context that a request over a connection would have.
    private static RequestContext context(ApiKeys api) {
        return new RequestContext(
                new RequestHeader(api, api.latestVersion(), CLIENT, 0),
                CLIENT,
                InetAddress.getLoopbackAddress(),
                KafkaPrincipal.ANONYMOUS,
                ListenerName.forSecurityProtocol(SecurityProtocol.PLAINTEXT),
                SecurityProtocol.PLAINTEXT,
                ClientInformation.EMPTY,
                true);
    }

    private static <T> T await(String group, CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("cannot remove members of the group " + group, e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("members of the group " + group + " not removed within " + PATIENCE, e);
        }
    }
}
