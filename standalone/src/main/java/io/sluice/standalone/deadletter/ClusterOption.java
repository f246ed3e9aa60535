package io.sluice.standalone.deadletter;

import io.sluice.kafka.KafkaClients;
import io.sluice.standalone.access.BrokerAccess;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.Logs;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that selects the cluster, common to all subcommands.
final class ClusterOption {

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description = "Data directory of the server (default: $SLUICE_DATA_DIR); not needed when"
                    + " SLUICE_KAFKA_BOOTSTRAP_SERVERS is set.")
    private @Nullable Path data;

    /// The action on the dead letters.
    interface Action {
        int with(Letters letters) throws InterruptedException;
    }

    /// Runs the action.
    /// @return exit status of the command
    int run(Map<String, String> environment, Action action) throws InterruptedException {
        Logs.onlyTroubles();
        try (var access = BrokerAccess.open(StandaloneConfig.read(environment, data))) {
            return action.with(new Letters(new KafkaClients(access.kafka())));
        }
    }
}
