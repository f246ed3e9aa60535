package io.sluice.kafka.admin;

import io.sluice.kafka.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/// A comparison of an existing topic with its definition.
///
/// @param wanted     number of partitions that all topics have
/// @param partitions existing number of partitions
/// @param config     settings in force
record TopicCheck(Topic<?> topic, int wanted, int partitions, Config config) {

    /// Returns the differences that lose or refuse data.
    List<String> problems() {
        var problems = new ArrayList<String>();
        if (partitions < wanted) {
            problems.add(difference("partitions", Integer.toString(partitions), "at least " + wanted));
        }
        topic.config().forEach((key, expected) -> {
            var actual = actual(key);
            switch (key) {
                case TopicConfig.CLEANUP_POLICY_CONFIG -> {
                    if (!Set.of(actual.split(",")).equals(Set.of(expected))) {
                        problems.add(difference(key, actual, expected));
                    }
                }
                case TopicConfig.MAX_MESSAGE_BYTES_CONFIG -> {
                    if (Long.parseLong(actual) < Long.parseLong(expected)) {
                        problems.add(difference(key, actual, "at least " + expected));
                    }
                }
                default -> {
                    // other differences are only warnings
                }
            }
        });
        return problems;
    }

    /// Returns the differences that an operator may have intended.
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (partitions > wanted) {
            warnings.add(difference("partitions", Integer.toString(partitions), Integer.toString(wanted)));
        }
        var retention = topic.config().get(TopicConfig.RETENTION_MS_CONFIG);
        if (retention != null && !retention.equals(actual(TopicConfig.RETENTION_MS_CONFIG))) {
            warnings.add(
                    difference(TopicConfig.RETENTION_MS_CONFIG, actual(TopicConfig.RETENTION_MS_CONFIG), retention));
        }
        return warnings;
    }

    private String actual(String key) {
        var entry = config.get(key);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    private String difference(String what, String actual, String expected) {
        return "topic " + topic.name() + ": " + what + " is " + actual + ", but should be " + expected;
    }
}
