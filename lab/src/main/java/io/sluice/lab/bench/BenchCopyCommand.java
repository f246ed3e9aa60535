package io.sluice.lab.bench;

import io.sluice.kafka.KafkaClients;
import io.sluice.lab.command.Output;
import io.sluice.lab.command.ServerSettings;
import io.sluice.standalone.access.BrokerAccess;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.TemporaryDirectory;
import io.sluice.standalone.terminal.Units;
import io.sluice.store.connection.ObjectStores;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `bench copy`: measures the copy of an organization, and of the same blobs with the object
/// store alone.
@Command(
        name = "copy",
        header = "Compares the copy of an organization with the copy of its blobs in the object store alone.",
        description = {
            "",
            "Starts a server in a temporary directory, fills an organization with small images, copies it on the server"
                    + " into a new one, and copies the same blobs directly, with as many threads as there are copy"
                    + " workers: a hundred at a time, like the workers, and one by one. A copy counts once it is"
                    + " durable.",
            ""
        },
        mixinStandardHelpOptions = true)
final class BenchCopyCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--images",
            split = ",",
            defaultValue = "10000",
            paramLabel = "N",
            description = "Images of the organization; several numbers are measured one after the other"
                    + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--warm-up",
            defaultValue = "2000",
            paramLabel = "N",
            description = "Images of a first copy that is not measured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    BenchCopyCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        if (warmUp < 0 || sizes.stream().anyMatch(size -> size < 1)) {
            throw new CommandFailure("--images must be at least 1, --warm-up at least 0");
        }
        try (var directory = TemporaryDirectory.create("sluice-bench-")) {
            var data = directory.path().resolve("data");
            try (var server = ServeProcess.start(data, List.of("-Xmx1g"), ServerSettings.from(environment))) {
                measure(server, data);
            }
        }
        return 0;
    }

    private void measure(ServeProcess server, Path data) throws Exception {
        var config = StandaloneConfig.read(ServerSettings.from(environment), data);
        try (var broker = BrokerAccess.open(config);
                var producer = new KafkaClients(broker.kafka()).producer("sluice-bench");
                var store = ObjectStores.open(config.foundation().store(), data)) {
            var copying = new Copying(
                    server.endpoint().base(), producer, store, config.copier().workers());
            if (warmUp > 0) {
                output.say("warming up with " + warmUp + " images …");
                copying.run(warmUp);
            }
            var table = new Table(
                    "images", "copied in", "images/s", "store, 100 at a time", "ratio", "store, one by one", "ratio");
            for (int size : sizes) {
                output.say("copying " + size + " images …");
                var result = copying.run(size);
                table.row(
                        size,
                        Units.time(result.took()),
                        rate(result.pipeline()),
                        rate(result.batches()) + "/s",
                        ratio(result.pipeline() / result.batches()),
                        rate(result.single()) + "/s",
                        ratio(result.pipeline() / result.single()));
            }
            output.say("\n" + table.render());
        }
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, "%.0f", rate);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
