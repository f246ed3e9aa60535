package io.sluice.kafka.admin;

import io.sluice.config.ConfigurationException;
import io.sluice.kafka.KafkaClients;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;

/// The version of the format of all records in a cluster: those of the topics, and those of the changelogs of
/// state stores.
///
/// The version is the number in the name of a topic without records, such as `sluice.format-1`. A name is
/// created atomically, needs no more rights than the other topics, and every start lists the names of topics
/// anyway. A cluster without such a topic has version 1, because releases before it created none. Of several,
/// the highest counts: that of the release that wrote last.
///
/// The number grows when a release writes what the release before it would misunderstand. New fields that an
/// earlier release may ignore, or that are absent by default, do not change it.
public final class RecordFormat {

    /// Version that this release writes.
    static final int VERSION = 1;

    /// Oldest version that this release reads.
    private static final int OLDEST = 1;

    private static final String PREFIX = "sluice.format-";
    private static final Pattern MARK = Pattern.compile(Pattern.quote(PREFIX) + "([0-9]{1,9})");

    /// The topic that says that records of [#VERSION] may be in the cluster.
    public static final String TOPIC = PREFIX + VERSION;

    /// Settings of [#TOPIC]. It is never to lose its records, although it has none.
    public static final Map<String, String> CONFIG =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

    private RecordFormat() {}

    /// Checks that this release can read the records of a cluster.
    ///
    /// @throws ConfigurationException when it cannot
    /// @throws KafkaException         when the cluster does not answer
    public static void check(KafkaClients clients) {
        try (var admin = clients.admin()) {
            check(AdminCalls.await("list the topics", admin.listTopics().names()));
        }
    }

    /// Checks that this release can read the records of a cluster or backup with topics of these names.
    ///
    /// @throws ConfigurationException when it cannot
    public static void check(Collection<String> topics) {
        var version = topics.stream()
                .map(MARK::matcher)
                .filter(mark -> mark.matches())
                .mapToInt(mark -> Integer.parseInt(mark.group(1)))
                .max()
                .orElse(1);
        if (version < OLDEST || version > VERSION) {
            throw new ConfigurationException("the topics contain records of format " + version + " (there is a topic "
                    + PREFIX + version + "), but this release reads "
                    + OLDEST + " to " + VERSION + ": use "
                    + (version > VERSION ? "the release that wrote them, or a newer one" : "an earlier release first")
                    + ". Nothing was changed");
        }
    }
}
