package io.sluice.processor;

import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.TopicRights;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A role of a processor. The processes of each role can be scaled separately.
public enum ProcessorRole {
    /// Processes uploads and deletes blobs: any number of processes, no state, CPU-bound.
    WORKER(TopicRights.of(
            List.of(Topics.UPLOADS, Topics.BLOB_PURGES, Topics.CATALOG_COMMANDS),
            List.of(
                    Topics.CATALOG_COMMANDS,
                    Topics.RETRIES,
                    Topics.OUTCOMES,
                    Topics.BLOB_PURGES,
                    Topics.DEAD_LETTERS))),
    /// Decides catalog commands, schedules retries and sends webhook messages: at most as many processes as
    /// there are partitions, with state on disk.
    CATALOG(TopicRights.of(
            List.of(
                    Topics.CATALOG_COMMANDS,
                    Topics.RETRIES,
                    Topics.ORGANIZATIONS,
                    Topics.OUTCOMES,
                    Topics.JOBS,
                    Topics.WEBHOOKS),
            List.of(
                    Topics.CATALOG_COMMANDS,
                    Topics.SOURCE_IMAGES,
                    Topics.ORGANIZATIONS,
                    Topics.USERS,
                    Topics.USAGE,
                    Topics.UPLOADS,
                    Topics.OUTCOMES,
                    Topics.JOB_RESULTS,
                    Topics.BLOB_PURGES,
                    Topics.WEBHOOK_ATTEMPTS,
                    Topics.DEAD_LETTERS)));

    private final TopicRights rights;

    ProcessorRole(TopicRights rights) {
        this.rights = rights;
    }

    /// Returns the rights that a processor with this role needs.
    public TopicRights rights() {
        return rights;
    }

    /// Parses a list of roles such as `worker,catalog`.
    ///
    /// @throws IllegalArgumentException with the allowed roles
    static Set<ProcessorRole> parse(String text) {
        var roles = EnumSet.noneOf(ProcessorRole.class);
        for (var name : text.split(",", -1)) {
            roles.add(Arrays.stream(values())
                    .filter(role -> role.toString().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("must list some of " + all())));
        }
        return roles;
    }

    static String all() {
        return Arrays.stream(values()).map(ProcessorRole::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
