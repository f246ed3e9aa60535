package io.sluice.standalone.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.config.DurationText;
import io.sluice.kafka.Json;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.standalone.access.BrokerAccess;
import io.sluice.standalone.serve.KafkaSource;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreLocation;
import io.sluice.store.StoreUnavailableException;
import io.sluice.store.connection.ObjectStores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `sweep`: deletes blobs without a reference.
@Command(
        name = "sweep",
        header = "Deletes blobs that are not referenced.",
        description = {
            "",
            "Searches the store for blobs that are referenced neither by an image, live or deleted, nor by a command in"
                    + " progress or in retry, and deletes those that are old enough. Can run while a server runs"
                    + " and without one: uses the cluster and the store configured in the environment, or the"
                    + " data directory. Exits with status 1 and stops deleting if the references cannot be read"
                    + " completely.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class SweepCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<String, String> environment;
    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--dry-run", description = "Report orphans without deleting them.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the numbers as one line of JSON.")
    private boolean json;

    @Option(
            names = "--older-than",
            defaultValue = "1d",
            paramLabel = "AGE",
            description =
                    "Minimum age; commands of younger blobs may not be published yet (default: ${DEFAULT-VALUE}).")
    private String olderThan = "";

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description = "Data directory of the server (default: $SLUICE_DATA_DIR).")
    private @Nullable Path data;

    public SweepCommand(Map<String, String> environment) {
        this.environment = environment;
        this.clock = Clock.systemUTC();
    }

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        var age = age();
        var config = StandaloneConfig.read(environment, data);
        // taken first: everything written from now on is young
        var rules = new Sweep.Rules(
                dryRun ? Sweep.Mode.COUNT : Sweep.Mode.DELETE, clock.instant().minus(age), !isAllInOnePlace(config));
        try (var access = BrokerAccess.open(config);
                var store = open(config)) {
            print(sweep(access.kafka(), store, rules));
        }
        return 0;
    }

    private static Sweep.Summary sweep(KafkaConfig kafka, ObjectStore store, Sweep.Rules rules) {
        try (var consumer = new KafkaClients(kafka).follower("sluice-sweep")) {
            BlobsInUse inUse;
            try (var progress = Progress.of("read records")) {
                inUse = BlobsInUse.read(consumer, PATIENCE, progress);
            }
            try (var progress = Progress.of("check blobs")) {
                return Sweep.run(store, inUse, rules, progress);
            }
        }
    }

    private Duration age() {
        try {
            return DurationText.parse(olderThan);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--older-than " + e.getMessage() + ", not \"" + olderThan + '"');
        }
    }

    private static ObjectStore open(StandaloneConfig config) {
        try {
            var store = ObjectStores.open(
                    config.foundation().store(),
                    config.foundation().dataDirectory().toAbsolutePath().normalize());
            store.probe();
            return store;
        } catch (StoreUnavailableException e) {
            throw new CommandFailure("the object store is unavailable: " + Sentence.of(e), e);
        }
    }

    /// Returns whether records and blobs are in the same data directory, so that they certainly belong
    /// together.
    private static boolean isAllInOnePlace(StandaloneConfig config) {
        return config.kafka() instanceof KafkaSource.Embedded
                && config.foundation().store().location() instanceof StoreLocation.DataDirectory;
    }

    private void print(Sweep.Summary summary) {
        var out = spec.commandLine().getOut();
        if (json) {
            var numbers = Json.MAPPER.createObjectNode().put("dry_run", dryRun);
            put(numbers, "seen", summary.seen());
            put(numbers, "in_use", summary.used());
            put(numbers, "too_young", summary.young());
            put(numbers, "orphans", summary.orphans());
            out.println(numbers);
        } else {
            out.println(table(summary));
        }
        out.flush();
    }

    private static void put(ObjectNode numbers, String name, Sweep.Count count) {
        numbers.putObject(name).put("blobs", count.blobs()).put("bytes", count.bytes());
    }

    private String table(Sweep.Summary summary) {
        return new Table("", "blobs", "size")
                .row("seen", summary.seen().blobs(), Units.bytes(summary.seen().bytes()))
                .row(
                        "in use",
                        summary.used().blobs(),
                        Units.bytes(summary.used().bytes()))
                .row(
                        "too young",
                        summary.young().blobs(),
                        Units.bytes(summary.young().bytes()))
                .row(
                        dryRun ? "orphans, kept" : "orphans, deleted",
                        summary.orphans().blobs(),
                        Units.bytes(summary.orphans().bytes()))
                .render();
    }
}
