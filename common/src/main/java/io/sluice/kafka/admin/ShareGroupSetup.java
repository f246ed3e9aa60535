package io.sluice.kafka.admin;

import static java.util.Objects.requireNonNull;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Setting;
import io.sluice.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

/// The configuration of a share group (KIP-932) before its workers join it: it starts at the oldest record,
/// and a record stays locked for its worker longer than any work on it may take.
///
/// A lock duration or a limit of the group is raised but never lowered: workers of another process may need
/// more than those of this one, and a record whose lock ends during the work is delivered twice. Kafka has no
/// compare-and-set for it, so each process checks the settings until they are in force, and sets them again
/// when another process that started at the same time has set less.
public final class ShareGroupSetup {

    private static final String OFFSET_RESET = "share.auto.offset.reset";
    private static final String RECORD_LOCK = "share.record.lock.duration.ms";
    private static final String DELIVERY_LIMIT = "share.delivery.count.limit";

    private static final String OLDEST = "earliest";
    private static final Duration LEAST_LOCK = Duration.ofMinutes(10);

    /// How much longer than the work a record stays locked: time to publish the result and to acknowledge.
    private static final Duration SETTLING = Duration.ofMinutes(1);

    /// Maximum number of deliveries. Workers reschedule failed commands, so only a record that kills its
    /// worker reaches it.
    private static final long DELIVERIES = 10;

    private static final String BROKER_MAX_LOCK = "group.share.max.record.lock.duration.ms";
    private static final String BROKER_MAX_DELIVERIES = "group.share.max.delivery.count.limit";

    private final Admin admin;
    private final ConfigResource group;
    private final long lock;

    private ShareGroupSetup(Admin admin, String group, Duration longestWork) {
        this.admin = admin;
        this.group = new ConfigResource(ConfigResource.Type.GROUP, group);
        this.lock = lock(longestWork).toMillis();
    }

    /// Returns once the group has the settings that its workers need, and waits for a cluster that does not
    /// answer. Several processes may call it at the same time.
    ///
    /// @param longestWork maximum duration of the work on one record
    /// @param setting     the setting that defines this duration, for the message
    /// @throws ConfigurationException when the brokers would deliver a record to a second worker during the
    ///                                work of the first
    /// @throws KafkaException         when the thread is interrupted
    public static void prepare(KafkaClients clients, String group, Duration longestWork, Setting<?> setting) {
        AdminCalls.untilDone("share group " + group, () -> {
            prepareOnce(clients, group, longestWork, setting);
            return group;
        });
    }

    private static void prepareOnce(KafkaClients clients, String group, Duration longestWork, Setting<?> setting) {
        try (var admin = clients.admin()) {
            var setup = new ShareGroupSetup(admin, group, longestWork);
            var problems = setup.brokerLimits(setting);
            if (!problems.isEmpty()) {
                throw new ConfigurationException(String.join("\n", problems));
            }
            setup.apply();
        }
    }

    /// Returns how long a record must stay locked for work that may take `longestWork`.
    static Duration lock(Duration longestWork) {
        var needed = longestWork.plus(SETTLING);
        return needed.compareTo(LEAST_LOCK) > 0 ? needed : LEAST_LOCK;
    }

    /// Returns the settings to change in a group that has `inForce`, so that it locks a record for `lock`
    /// milliseconds and has the common settings of all groups here.
    static Map<String, String> missing(Config inForce, long lock) {
        var missing = new HashMap<String, String>();
        if (!OLDEST.equals(value(inForce, OFFSET_RESET))) {
            missing.put(OFFSET_RESET, OLDEST);
        }
        if (number(inForce, RECORD_LOCK) < lock) {
            missing.put(RECORD_LOCK, Long.toString(lock));
        }
        if (number(inForce, DELIVERY_LIMIT) < DELIVERIES) {
            missing.put(DELIVERY_LIMIT, Long.toString(DELIVERIES));
        }
        return missing;
    }

    /// Sets what is missing and checks again, because a process that read the settings earlier may have
    /// lowered the new ones.
    private void apply() {
        var inForce = AdminCalls.poll(() -> {
            var missing = missing(inForce(), lock);
            if (!missing.isEmpty()) {
                set(missing);
            }
            return missing.isEmpty();
        });
        if (!inForce) {
            throw new KafkaException("share group " + group.name() + ": the brokers took its settings, but "
                    + missing(inForce(), lock) + " are not in force");
        }
    }

    private void set(Map<String, String> settings) {
        var changes = settings.entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try {
            AdminCalls.await(
                    "set up the share group " + group.name(),
                    admin.incrementalAlterConfigs(Map.of(group, changes)).all());
        } catch (KafkaException e) {
            if (e.getCause() instanceof InvalidConfigurationException
                    || e.getCause() instanceof AuthorizationException) {
                throw new ConfigurationException("share group " + group.name() + ": needs " + settings
                        + ", but the brokers refuse to set it: " + e.getCause().getMessage());
            }
            throw e;
        }
    }

    private Config inForce() {
        var configs = AdminCalls.await(
                "read the settings of the share group " + group.name(),
                admin.describeConfigs(List.of(group)).all());
        return requireNonNull(configs.get(group));
    }

    /// Some versions of Kafka refuse a group's value above the limit of a broker, others reduce it silently.
    private List<String> brokerLimits(Setting<?> setting) {
        var nodes =
                AdminCalls.await("describe the cluster", admin.describeCluster().nodes());
        var brokers = nodes.stream()
                .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                .toList();
        var problems = new ArrayList<String>();
        AdminCalls.await(
                        "read the brokers' settings",
                        admin.describeConfigs(brokers).all())
                .forEach((broker, config) -> {
                    if (number(config, BROKER_MAX_LOCK) < lock) {
                        problems.add(tooSmall(broker, config, BROKER_MAX_LOCK, lock) + ", or shorten " + setting.key());
                    }
                    if (number(config, BROKER_MAX_DELIVERIES) < DELIVERIES) {
                        problems.add(tooSmall(broker, config, BROKER_MAX_DELIVERIES, DELIVERIES));
                    }
                });
        return problems;
    }

    private static String tooSmall(ConfigResource broker, Config config, String key, long least) {
        return "broker " + broker.name() + ": " + key + " is " + value(config, key) + ", but must be at least " + least
                + ": set it in the broker's configuration";
    }

    /// Returns the value of a setting; a setting that a broker does not have does not limit anything.
    private static long number(Config config, String key) {
        var value = value(config, key);
        return value == null ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private static @Nullable String value(Config config, String key) {
        var entry = config.get(key);
        return entry == null ? null : entry.value();
    }
}
