package io.sluice.standalone.broker;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/// The announcement of an embedded broker's port in its directory, which other processes read.
public final class RunningBroker {

    private static final String PORT = "port";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private RunningBroker() {}

    /// Whether there was ever a broker with its logs in `directory`.
    public static boolean hasLogs(Path directory) {
        return Files.exists(directory.resolve(EmbeddedBroker.META_PROPERTIES));
    }

    /// Whether a broker with its logs in `directory` has started and has not stopped since, unless it was
    /// killed.
    public static boolean isAnnounced(Path directory) {
        return Files.exists(directory.resolve(PORT));
    }

    /// Returns the broker that has its logs in `directory`, if it answers. The announcement may be that of a
    /// killed broker, and another broker may use its port now, so the cluster id is compared.
    public static Optional<KafkaConfig> find(Path directory) throws InterruptedException {
        try {
            var port =
                    Integer.parseInt(Files.readString(directory.resolve(PORT)).strip());
            var config = new KafkaConfig("127.0.0.1:" + port);
            return clusterId(directory).equals(clusterId(config)) ? Optional.of(config) : Optional.empty();
        } catch (NoSuchFileException | NumberFormatException | ExecutionException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read where the Kafka broker of " + directory + " listens: " + Sentence.of(e), e);
        }
    }

    private static String clusterId(Path directory) throws IOException {
        var meta = new Properties();
        try (var reader = Files.newBufferedReader(directory.resolve(EmbeddedBroker.META_PROPERTIES))) {
            meta.load(reader);
        }
        return meta.getProperty("cluster.id", "");
    }

    private static String clusterId(KafkaConfig config) throws ExecutionException, InterruptedException {
        try (var admin = new KafkaClients(config).admin()) {
            var options = new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis());
            return admin.describeCluster(options).clusterId().get();
        }
    }

    static void announce(Path directory, int port) throws IOException {
        var written = Files.writeString(directory.resolve(PORT + ".new"), Integer.toString(port));
        Files.move(written, directory.resolve(PORT), StandardCopyOption.ATOMIC_MOVE);
    }

    static void withdraw(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(PORT));
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot remove the announced port of the Kafka broker from " + directory + ": " + Sentence.of(e),
                    e);
        }
    }
}
