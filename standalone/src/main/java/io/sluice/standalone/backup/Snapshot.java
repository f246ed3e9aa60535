package io.sluice.standalone.backup;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.standalone.backup.Manifest.Sum;
import io.sluice.standalone.sweep.BlobReferences;
import io.sluice.standalone.sweep.BlobSet;
import io.sluice.standalone.terminal.Progress;
import io.sluice.store.ObjectStore;
import java.io.DataInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/// Making and reading a whole backup: blobs, records and files.
final class Snapshot {

    /// Files of a data directory that cannot be built again: the key of the first account, and that of tokens.
    private static final List<String> FILES = List.of("credentials.json", "token.key");

    private static final long MAX_FILE_BYTES = 1 << 20;

    private Snapshot() {}

    /// The result.
    ///
    /// @param newBlobs blobs that no earlier backup has
    /// @param images   check of all images
    record Result(Manifest manifest, long newBlobs, ImageCheck images) {}

    /// Makes a backup. See [Export] for the order.
    ///
    /// @param blobs     store of the server
    /// @param directory data directory of the server
    static Result take(KafkaClients clients, ObjectStore blobs, Path directory, Backup backup)
            throws InterruptedException {
        var taken = Clock.systemUTC().instant();
        var archive = BlobArchive.open(backup.store());
        long copied;
        Export.Records records;
        try (var progress = Progress.of("copy blobs")) {
            copied = archive.add(blobs, progress);
        }
        try (var progress = Progress.of("copy records")) {
            records = Export.run(clients, backup, progress);
        }
        try (var progress = Progress.of("copy new blobs")) {
            copied += archive.add(blobs, progress);
        }
        var manifest = new Manifest(
                Manifest.FORMAT, taken, records.topics(), records.groups(), archive.lists(), files(directory, backup));
        var check = check(backup, manifest, archive.blobs());
        backup.complete(manifest);
        return new Result(manifest, copied, check);
    }

    private static Map<String, Sum> files(Path directory, Backup backup) {
        var files = new HashMap<String, Sum>();
        for (var name : FILES) {
            var file = directory.resolve(name);
            if (Files.exists(file)) {
                files.put(name, backup.write("files/" + name, out -> Files.copy(file, out)));
            }
        }
        return files;
    }

    /// Writes the files to a data directory, readable by their owner only.
    static void restoreFiles(Backup backup, Manifest manifest, Path directory) {
        manifest.files().forEach((name, object) -> {
            if (FILES.contains(name)) {
                Backup.read(backup.store(), object, in -> {
                    var file = directory.resolve(name);
                    Files.write(file, new byte[0], StandardOpenOption.CREATE_NEW);
                    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                    }
                    Files.write(file, in.readNBytes((int) MAX_FILE_BYTES));
                });
            }
        });
    }

    /// Reads all records, and returns the keys of all blobs that they name.
    ///
    /// @throws io.sluice.standalone.terminal.CommandFailure when any are damaged
    static BlobSet verify(Backup backup, Manifest manifest) {
        var named = new BlobSet();
        try (var progress = Progress.of("check records")) {
            progress.expect(manifest.records());
            manifest.files().values().forEach(file -> Backup.read(backup.store(), file, DataInputStream::readAllBytes));
            for (var topic : manifest.topics()) {
                for (var partition : topic.partitions()) {
                    if (partition.file() != null) {
                        read(backup, partition.file(), partition.records(), original -> {
                            if (original.value() != null) {
                                BlobReferences.find(topic.name(), original.value(), named::add);
                            }
                            progress.step();
                        });
                    }
                }
            }
        }
        return named;
    }

    private static ImageCheck check(Backup backup, Manifest manifest, BlobSet blobs) {
        var check = new ImageCheck(blobs);
        manifest.topics().stream()
                .filter(topic -> topic.name().equals(Topics.SOURCE_IMAGES.name()))
                .flatMap(topic -> topic.partitions().stream())
                .filter(partition -> partition.file() != null)
                .forEach(partition -> read(
                        backup,
                        Objects.requireNonNull(partition.file()),
                        partition.records(),
                        original -> check.see(original.key(), original.value())));
        return check;
    }

    private static void read(
            Backup backup, Sum file, long records, java.util.function.Consumer<ProducerRecord<byte[], byte[]>> each) {
        var nowhere = new TopicPartition(file.key(), 0);
        Backup.read(backup.store(), file, in -> {
            for (var left = records; left > 0; left--) {
                each.accept(RecordFile.read(in, nowhere));
            }
        });
    }
}
