package io.sluice.standalone.backup;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.service.DataDirectory;
import io.sluice.standalone.access.TopicReader;
import io.sluice.standalone.broker.BrokerConfig;
import io.sluice.standalone.broker.EmbeddedBroker;
import io.sluice.standalone.serve.KafkaSource;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.sweep.BlobSet;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.Progress;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Makes a data directory of a backup, for `restore --from`.
public final class DataRestore {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private DataRestore() {}

    /// Fills a new data directory. Before anything is written, all records are read and compared with their
    /// checksums; blobs are compared while they are copied.
    ///
    /// @param directory must not exist or be empty
    /// @param from      folder or bucket with the backup
    /// @param id        the backup, or null for the latest one
    /// @return exit status of the command
    public static int run(
            Map<String, String> environment, Path directory, String from, @Nullable String id, CommandLine command)
            throws InterruptedException {
        Logs.onlyTroubles();
        var config = StandaloneConfig.read(environment, directory);
        if (!(config.kafka() instanceof KafkaSource.Embedded(var broker))) {
            throw CommandFailure.usage("a restore fills a data directory with an embedded broker: unset "
                    + KafkaConfig.BOOTSTRAP_SERVERS.key() + ", or use \"sluice migrate --from\" for a cluster");
        }
        DataDirectory.checkEmpty(directory);
        try (var store = Stores.existing(from, config)) {
            var backup = choose(store, from, id);
            var manifest = backup.manifest();
            var named = Snapshot.verify(backup, manifest);
            var report = new Report(command);
            try (var filled = DataDirectory.openNew(directory)) {
                var check = fill(backup, manifest, named, config, broker);
                Snapshot.restoreFiles(backup, manifest, filled.root());
                filled.complete();
                report.say(filled.root() + " has the backup " + backup.id() + ": " + Report.records(manifest));
                return report.images(check);
            }
        } catch (StoreUnavailableException e) {
            throw Stores.unavailable(e);
        }
    }

    private static ImageCheck fill(
            Backup backup, Manifest manifest, BlobSet named, StandaloneConfig config, BrokerConfig broker)
            throws InterruptedException {
        try (var blobs = Stores.of(config)) {
            copyBlobs(backup, manifest, named, blobs);
            // any free port: no other process connects to it
            try (var running = EmbeddedBroker.start(new BrokerConfig(broker.directory(), 0))) {
                return publish(
                        backup, manifest, new KafkaClients(running.config()), ProvisioningConfig.DEFAULTS, blobs);
            }
        }
    }

    /// Returns a backup of a store.
    static Backup choose(ObjectStore store, String from, @Nullable String id) {
        if (id != null && !id.matches("[A-Za-z0-9_-]{1,100}")) {
            throw CommandFailure.usage("\"" + id + "\" is not the id of a backup");
        }
        return id != null
                ? new Backup(store, id)
                : Backup.latest(store).orElseThrow(() -> new CommandFailure("there is no complete backup in " + from));
    }

    /// Copies the blobs that records of the backup name.
    static void copyBlobs(Backup backup, Manifest manifest, BlobSet named, ObjectStore blobs)
            throws InterruptedException {
        try (var progress = Progress.of("copy blobs")) {
            BlobArchive.restore(
                    backup.store(), manifest.blobLists(), blobs, blob -> named.contains(blob.value()), progress);
        }
    }

    /// Publishes the records, and compares the images that the brokers have then with the blobs of the store.
    static ImageCheck publish(
            Backup backup, Manifest manifest, KafkaClients clients, ProvisioningConfig config, ObjectStore blobs) {
        try (var progress = Progress.of("publish records")) {
            Import.run(backup, manifest, clients, config, progress);
        }
        var check = new ImageCheck(BlobArchive.in(blobs));
        try (var consumer = clients.follower("sluice-check")) {
            TopicReader.of(consumer, List.of(Topics.SOURCE_IMAGES), PATIENCE)
                    .read(
                            Progress.NONE,
                            image -> check.see(image.key().getBytes(StandardCharsets.UTF_8), image.value()));
        }
        return check;
    }
}
