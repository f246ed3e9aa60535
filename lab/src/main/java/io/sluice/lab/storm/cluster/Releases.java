package io.sluice.lab.storm.cluster;

import io.sluice.standalone.terminal.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The releases that processes run: this one, or an earlier one until they are upgraded. Thread-safe.
public final class Releases {

    private final @Nullable String earlier;
    private final Set<ServiceName> upgraded = ConcurrentHashMap.newKeySet();

    private Releases(@Nullable String earlier) {
        this.earlier = earlier;
    }

    /// All processes run this release.
    public static Releases ofThisOne() {
        return new Releases(null);
    }

    /// All processes begin with an earlier release.
    ///
    /// @param jars directory with its jars, and those of its libraries in `lib`, as `./sluice` makes it
    /// @throws CommandFailure when it has no jars
    public static Releases upgradedFrom(Path jars) {
        if (!Files.isDirectory(jars.resolve("lib"))) {
            throw new CommandFailure("no jars of an earlier release in " + jars
                    + ": build it, and take a directory in lab/target/launch of its clone");
        }
        var place = jars.toAbsolutePath();
        return new Releases(place + "/*:" + place + "/lib/*");
    }

    /// Has a process run this release from its next start on.
    public void upgrade(ServiceName name) {
        upgraded.add(name);
    }

    /// Returns the class path of the earlier release, if the process runs that one.
    Optional<String> earlierClassPath(ServiceName name) {
        return upgraded.contains(name) ? Optional.empty() : Optional.ofNullable(earlier);
    }
}
