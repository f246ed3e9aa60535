package io.sluice.kafka;

import static java.util.Objects.requireNonNull;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Setting;
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

/// Sets up a share group (KIP-932) before its workers join it: it begins with the oldest record, and a record
/// stays with its worker longer than any work on it may take.
///
/// A lock or a limit of the group is raised but never lowered: workers of another process may need more than
/// those of this one, and a record whose lock ends under its worker is handed out twice. Kafka cannot compare
/// and set, so each process looks until what it needs is in force, and sets it again where another that
/// started with it has set less.
public final class ShareGroupSetup {

    private static final String OFFSET_RESET = "share.auto.offset.reset";
    private static final String RECORD_LOCK = "share.record.lock.duration.ms";
    private static final String DELIVERY_LIMIT = "share.delivery.count.limit";

    private static final String OLDEST = "earliest";
    private static final Duration LEAST_LOCK = Duration.ofMinutes(10);

    /// How much longer a record stays locked than work on it may take: time to tell what it came to.
    private static final Duration SETTLING = Duration.ofMinutes(1);

    /// Workers reschedule what fails, so only a record that kills its worker is ever delivered this often.
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

    /// Returns once the group is as its workers need it, however long the cluster does not answer. Several processes
    /// may
    /// do this at once.
    ///
    /// @param longestWork longest that work on one record may take
    /// @param setting     that says so, for the message
    /// @throws ConfigurationException when the brokers would hand a record to a second worker while the first
    ///                                is at it
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

    /// How long a record must stay locked for work that may take `longestWork`.
    static Duration lock(Duration longestWork) {
        var needed = longestWork.plus(SETTLING);
        return needed.compareTo(LEAST_LOCK) > 0 ? needed : LEAST_LOCK;
    }

    /// What must be set in a group that has `inForce`, so that it locks a record for `lock` milliseconds and
    /// is as all groups here otherwise.
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

    /// Sets what is missing again at each look, for a process that read the settings before us may have
    /// lowered ours.
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
                "look at the share group " + group.name(),
                admin.describeConfigs(List.of(group)).all());
        return requireNonNull(configs.get(group));
    }

    /// A group's value above the limit of a broker is refused by some versions and silently cut by others.
    private List<String> brokerLimits(Setting<?> setting) {
        var nodes =
                AdminCalls.await("look at the cluster", admin.describeCluster().nodes());
        var brokers = nodes.stream()
                .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                .toList();
        var problems = new ArrayList<String>();
        AdminCalls.await(
                        "look at the brokers' settings",
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

    /// What a setting is; what a broker does not know does not limit anything.
    private static long number(Config config, String key) {
        var value = value(config, key);
        return value == null ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private static @Nullable String value(Config config, String key) {
        var entry = config.get(key);
        return entry == null ? null : entry.value();
    }
}
