package io.sluice.lab.storm.check;

import io.sluice.kafka.Topics;
import io.sluice.lab.storm.cluster.ClusterData;
import io.sluice.lab.storm.expected.Violations;
import java.util.HashMap;
import java.util.Map;

/// The search for commands that changed an image more than once. The revision of a change follows from the
/// position of its command, so a repeated decision of the same command has the same revision.
final class DecisionCheck {

    private final Violations violations;

    /// The revision of each change of an image.
    private final Map<Change, Long> revisions = new HashMap<>();

    private record Change(String image, String command) {}

    /// @param violations receives the violations
    DecisionCheck(Violations violations) {
        this.violations = violations;
    }

    void run(ClusterData cluster) {
        cluster.read(Topics.SOURCE_IMAGES, (key, image) -> {
            var command = image.stamp().change().value();
            var revision = image.stamp().revision();
            var other = revisions.putIfAbsent(new Change(key, command), revision);
            if (other != null && other != revision) {
                violations.doubled("command " + command + " changed image " + key + " twice, with the revisions "
                        + other + " and " + revision);
            }
        });
    }
}
