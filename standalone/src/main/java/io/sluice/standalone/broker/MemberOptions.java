package io.sluice.standalone.broker;

import io.sluice.standalone.terminal.CommandFailure;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of a broker in a cluster of several on one machine. They are hidden, because such a cluster is for
/// tests only: it survives the end of a process, but not that of the machine.
final class MemberOptions {

    @Option(names = "--node", hidden = true)
    private int node;

    @Option(names = "--cluster-id", hidden = true)
    private @Nullable String clusterId;

    @Option(names = "--controller-port", hidden = true)
    private int controllerPort;

    @Option(names = "--peer-port", hidden = true)
    private String peers = "";

    @Option(names = "--voter", hidden = true)
    private Map<Integer, Integer> voters = Map.of();

    /// Returns the membership; empty for a broker alone.
    ///
    /// @throws CommandFailure when the values are wrong
    Optional<ClusterMember> member() {
        if (clusterId == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ClusterMember(node, clusterId, controllerPort, BrokerCommand.proxiedPort(peers), voters));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("the membership of the broker is wrong: " + e.getMessage(), e);
        }
    }
}
