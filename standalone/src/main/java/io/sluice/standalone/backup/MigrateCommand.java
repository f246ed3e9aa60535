package io.sluice.standalone.backup;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.admin.AdminCalls;
import io.sluice.standalone.access.BrokerAccess;
import io.sluice.standalone.serve.KafkaSource;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreUnavailableException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `migrate`: moves a data directory or a backup to a cluster.
///
/// The bucket becomes a backup of the data directory. As a backup has blobs under the keys of the server, that
/// puts them where the cluster reads them; then the records of that backup are published. Both resume.
@Command(
        name = "migrate",
        header = "Moves a data directory, or a backup, to a Kafka cluster and a bucket.",
        description = {
            "",
            "The cluster must have no records of Sluice, and its services must not run before the command is done. The"
                    + " server must be stopped, so that nothing is added meanwhile; \"sluice backup\" to the same"
                    + " bucket copies most of the blobs before that. An interrupted run is resumed by running the"
                    + " same command again. At the end, the numbers of records are compared, and the length of the"
                    + " blob of every image. Topics keep their number of partitions. Exits with status 1 if an"
                    + " image has no blob.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class MigrateCommand implements Callable<Integer> {

    private static final String KAFKA_SETTINGS = "SLUICE_KAFKA_";

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "STORE",
            description = "Store of the cluster, as in SLUICE_STORE_URI: s3://bucket?endpoint=http://host:9000 with the"
                    + " keys of SLUICE_S3_ACCESS_KEY and SLUICE_S3_SECRET_KEY, or file:/path.")
    private String to = "";

    @Option(
            names = "--kafka",
            required = true,
            paramLabel = "HOST:PORT",
            description =
                    "Brokers of the cluster, separated by commas; SLUICE_KAFKA_SECURITY_PROTOCOL and so on are for"
                            + " them.")
    private String kafka = "";

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description = "Data directory to move (default: $SLUICE_DATA_DIR).")
    private @Nullable Path data;

    @Option(
            names = "--from",
            paramLabel = "BACKUP",
            description = "Folder or bucket with a backup to move, instead of a data directory.")
    private @Nullable String from;

    @Option(names = "--backup", paramLabel = "ID", description = "The backup in it (default: the latest one).")
    private @Nullable String id;

    public MigrateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logs.onlyTroubles();
        var target = target();
        if (!(target.kafka() instanceof KafkaSource.Cluster(var cluster))) {
            throw CommandFailure.usage("--kafka must name the brokers of a cluster");
        }
        var clients = new KafkaClients(cluster);
        if (Import.isFinished(clients)) {
            throw new CommandFailure("the cluster " + kafka + " was filled by a migration already: start its services");
        }
        try (var store = Stores.of(target)) {
            return from == null ? moveDirectory(target, clients, store) : moveBackup(from, target, clients, store);
        } catch (StoreUnavailableException e) {
            throw Stores.unavailable(e);
        }
    }

    private StandaloneConfig target() {
        var settings = new HashMap<>(environment);
        settings.put(KafkaConfig.BOOTSTRAP_SERVERS.key(), kafka);
        settings.put(StoreConfig.URI.key(), to);
        return StandaloneConfig.read(settings, data);
    }

    private int moveDirectory(StandaloneConfig target, KafkaClients clients, ObjectStore store)
            throws InterruptedException {
        var backup = new Backup(store, "migration-" + clusterId(clients));
        var settings = new HashMap<>(environment);
        settings.keySet().removeIf(key -> key.startsWith(KAFKA_SETTINGS));
        var source = StandaloneConfig.read(settings, data);
        try (var access = BrokerAccess.open(source)) {
            if (access.isShared()) {
                throw new CommandFailure("a server uses the data directory " + Stores.root(source)
                        + ": stop it first, so that nothing is added while its data moves");
            }
            var own = new KafkaClients(access.kafka());
            if (backup.identity().isEmpty() || hasChanged(own, backup.manifest(), clients)) {
                copy(source, own, backup);
            }
        }
        return publish(backup, backup.manifest(), target, clients, store);
    }

    private void copy(StandaloneConfig source, KafkaClients own, Backup backup) throws InterruptedException {
        try (var blobs = Stores.of(source)) {
            var result = Snapshot.take(own, blobs, Stores.root(source), backup);
            new Report(spec.commandLine())
                    .say("copied " + Report.records(result.manifest()) + ", " + result.newBlobs() + " blobs");
        }
    }

    /// Returns whether the data directory has other records than when an interrupted run copied them.
    private static boolean hasChanged(KafkaClients own, Manifest copied, KafkaClients target) {
        Map<TopicPartition, Long> ends;
        try (var admin = own.admin()) {
            ends = Cut.take(admin).ends();
        }
        var same = copied.topics().stream()
                .allMatch(topic -> topic.partitions().stream()
                        .allMatch(partition ->
                                ends.getOrDefault(new TopicPartition(topic.name(), partition.number()), -1L)
                                        == partition.end()));
        if (!same && Import.isBegun(target)) {
            throw new CommandFailure("the server has run since the interrupted migration: delete all topics of the"
                    + " cluster that begin with sluice, and run the command again");
        }
        return !same;
    }

    private int moveBackup(String place, StandaloneConfig target, KafkaClients clients, ObjectStore store)
            throws InterruptedException {
        try (var backups = Stores.existing(place, target)) {
            var backup = DataRestore.choose(backups, place, id);
            var manifest = backup.manifest();
            var named = Snapshot.verify(backup, manifest);
            DataRestore.copyBlobs(backup, manifest, named, store);
            return publish(backup, manifest, target, clients, store);
        }
    }

    private int publish(
            Backup backup, Manifest manifest, StandaloneConfig target, KafkaClients clients, ObjectStore store) {
        var check = DataRestore.publish(
                backup, manifest, clients, target.foundation().provisioning(), store);
        var report = new Report(spec.commandLine());
        report.say("migrated " + Report.records(manifest) + " to " + kafka + "; all numbers of records compared");
        return report.images(check);
    }

    private static String clusterId(KafkaClients clients) {
        try (var admin = clients.admin()) {
            return AdminCalls.await(
                    "describe the cluster", admin.describeCluster().clusterId());
        }
    }
}
