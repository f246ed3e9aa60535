package io.sluice.processor;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a processor does. Processes of one role can be scaled apart from those of the other.
public enum ProcessorRole {
    /// Works on uploads and removes blobs: any number of processes, no state, much computing.
    WORKER,
    /// Decides the catalog, keeps retries and tells webhooks: as many processes as there are partitions at most, with
    /// state on disk.
    CATALOG;

    /// The roles in a list such as `worker,catalog`.
    ///
    /// @throws IllegalArgumentException saying what is allowed
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
