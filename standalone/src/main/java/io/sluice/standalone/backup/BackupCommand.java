package io.sluice.standalone.backup;

import io.sluice.kafka.KafkaClients;
import io.sluice.standalone.access.BrokerAccess;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.Logs;
import io.sluice.store.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command `backup`: copies everything while the server runs.
@Command(
        name = "backup",
        header = "Copies all data of a server to a folder or bucket, while it runs or not.",
        description = {
            "",
            "Everything that was acknowledged before the start of the command is in the backup. Blobs never change, so"
                    + " a further backup to the same place copies only new ones. An interrupted backup is"
                    + " resumed by the next one. \"sluice restore --from\" makes a data directory of a backup,"
                    + " \"sluice migrate\" fills a cluster. A backup contains all secrets of the server. Exits"
                    + " with status 1 if the server's store lacks the blob of an image.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TARGET",
            description = "A folder, or s3://bucket?endpoint=http://host:9000 with the keys of SLUICE_S3_ACCESS_KEY and"
                    + " SLUICE_S3_SECRET_KEY.")
    private String target = "";

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description = "Data directory of the server (default: $SLUICE_DATA_DIR).")
    private @Nullable Path data;

    public BackupCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logs.onlyTroubles();
        var config = StandaloneConfig.read(environment, data);
        try (var access = BrokerAccess.open(config);
                var blobs = Stores.of(config);
                var store = Stores.create(target, config)) {
            var backup = new Backup(store, ID.format(Clock.systemUTC().instant()));
            var result = Snapshot.take(new KafkaClients(access.kafka()), blobs, Stores.root(config), backup);
            var report = new Report(spec.commandLine());
            report.say("backup " + backup.id() + ": " + Report.records(result.manifest()) + ", " + result.newBlobs()
                    + " new blobs");
            return report.images(result.images());
        } catch (StoreUnavailableException e) {
            throw Stores.unavailable(e);
        }
    }
}
