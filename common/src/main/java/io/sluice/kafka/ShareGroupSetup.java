package io.sluice.kafka;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

/// Sets up a share group (KIP-932): it begins with the oldest record, and a record stays with its worker longer than
/// any work on it may take.
record ShareGroupSetup(Admin admin, String group) {

    /// How long a record is locked for the worker that has it.
    private static final Duration LOCK = Duration.ofMinutes(10);

    private static final String AUTO_OFFSET_RESET = "share.auto.offset.reset";
    private static final String LOCK_DURATION = "share.record.lock.duration.ms";

    /// Workers reschedule what fails, so only a record that kills its worker is ever delivered this often.
    private static final String DELIVERY_LIMIT = "share.delivery.count.limit";

    private static final String BROKER_MAX_LOCK = "group.share.max.record.lock.duration.ms";
    private static final String BROKER_MAX_DELIVERIES = "group.share.max.delivery.count.limit";

    private static final Map<String, String> WANTED =
            Map.of(AUTO_OFFSET_RESET, "earliest", LOCK_DURATION, Long.toString(LOCK.toMillis()), DELIVERY_LIMIT, "10");

    /// Sets it up and looks at what came of it.
    ///
    /// @return what is wrong, with what to do about it
    List<String> apply() {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var problems = new ArrayList<>(brokerLimits());
        if (!problems.isEmpty()) {
            return problems;
        }
        var changes = WANTED.entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try {
            AdminCalls.await(
                    "set up the share group " + group,
                    admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
        } catch (KafkaException e) {
            if (e.getCause() instanceof InvalidConfigurationException refusal) {
                return List.of("share group " + group + ": the brokers refuse its settings: " + refusal.getMessage());
            }
            throw e;
        }
        if (!AdminCalls.poll(() -> inForce(resource).containsAll(WANTED.entrySet()))) {
            problems.add("share group " + group + ": its settings should be " + WANTED + ", but the brokers say "
                    + inForce(resource));
        }
        return problems;
    }

    private Set<Map.Entry<String, String>> inForce(ConfigResource resource) {
        return AdminCalls.await(
                        "look at the share group " + group,
                        admin.describeConfigs(List.of(resource)).all())
                .values()
                .stream()
                .flatMap(config -> config.entries().stream())
                .filter(entry -> WANTED.containsKey(entry.name()))
                .map(entry -> Map.entry(entry.name(), entry.value()))
                .collect(toSet());
    }

    /// A group's value above the limit of a broker is refused by some versions and silently cut by others.
    private List<String> brokerLimits() {
        var problems = new ArrayList<String>();
        var nodes =
                AdminCalls.await("look at the cluster", admin.describeCluster().nodes());
        var brokers = nodes.stream()
                .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                .toList();
        AdminCalls.await(
                        "look at the brokers' settings",
                        admin.describeConfigs(brokers).all())
                .forEach((broker, config) -> {
                    checkLimit(problems, broker, config, BROKER_MAX_LOCK, WANTED.get(LOCK_DURATION));
                    checkLimit(problems, broker, config, BROKER_MAX_DELIVERIES, WANTED.get(DELIVERY_LIMIT));
                });
        return problems;
    }

    private static void checkLimit(
            List<String> problems, ConfigResource broker, Config config, String key, @Nullable String wanted) {
        var entry = config.get(key);
        if (wanted != null && entry != null && Long.parseLong(entry.value()) < Long.parseLong(wanted)) {
            problems.add("broker " + broker.name() + ": " + key + " is " + entry.value() + ", but must be at least "
                    + wanted + ": set it in the broker's configuration");
        }
    }
}
