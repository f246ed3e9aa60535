package io.sluice.lab.bench.fair;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.lab.bench.fair.attack.Attacker;
import io.sluice.lab.bench.fair.attack.Registrar;
import io.sluice.lab.bench.fair.attack.Scenario;
import io.sluice.lab.command.ServerSettings;
import io.sluice.service.ResourceStack;
import io.sluice.standalone.broker.RunningBroker;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.ChildJvm;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The servers that are measured: one with the broker inside, or several with a broker and a folder of blobs
/// that they share.
final class Nodes implements AutoCloseable {

    private static final String ROOT_KEY = "the-operators-key-of-a-benchmark";
    private static final List<String> JVM_OPTIONS = List.of("-Xmx1g");
    private static final Duration READY = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final String QUEUE = "sluice_queue_length ";

    /// Settings that say which broker and store a server uses.
    private static final Set<String> SHARED = Set.of("SLUICE_KAFKA_BOOTSTRAP_SERVERS", "SLUICE_STORE_URI");

    private final ResourceStack parts = new ResourceStack();
    private final List<ServeProcess> servers = new ArrayList<>();

    private final Path directory;
    private final Map<String, String> settings;

    private Nodes(int count, Path directory, Map<String, String> environment) throws IOException, InterruptedException {
        this.directory = directory;
        this.settings = settings(environment);
        try {
            if (count > 1) {
                settings.put("SLUICE_KAFKA_BOOTSTRAP_SERVERS", startBroker(directory.resolve("broker")));
                settings.put("SLUICE_STORE_URI", "file:" + directory.resolve("store"));
            }
            for (var node = 1; node <= count; node++) {
                var server = ServeProcess.launch(directory.resolve("node-" + node), JVM_OPTIONS, settings);
                servers.add(parts.add(server));
                if (!server.awaitReady(READY)) {
                    throw new CommandFailure("node " + node + " did not become ready, see "
                            + ServeProcess.log(directory.resolve("node-" + node)));
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /// Starts the servers and waits until they are ready.
    ///
    /// @param directory   of their data and logs
    /// @param environment of the command, whose settings they have
    static Nodes start(int count, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        return new Nodes(count, directory, environment);
    }

    /// Returns the environment's settings without those of another server. URLs may name this machine, where
    /// the slow addresses are.
    private static Map<String, String> settings(Map<String, String> environment) {
        var settings = ServerSettings.from(environment);
        settings.keySet().removeAll(SHARED);
        settings.put("SLUICE_ROOT_API_KEY", ROOT_KEY);
        settings.put("SLUICE_FETCH_ALLOW_PRIVATE", "true");
        return settings;
    }

    private String startBroker(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var logs = directory.resolve("kafka");
        var builder = ChildJvm.of(
                "io.sluice.standalone.Main",
                List.of("-Xmx512m"),
                "broker",
                "--end-with-parent",
                "--directory",
                logs.toString(),
                "--port",
                "0");
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        var process = builder.start();
        parts.add(() -> {
            process.destroy();
            process.onExit().join();
        });
        var end = System.nanoTime() + READY.toNanos();
        while (!RunningBroker.isAnnounced(logs)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new CommandFailure("the broker did not become ready, see " + directory.resolve("log"));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the process does not notify its parent
        }
        return RunningBroker.find(logs)
                .orElseThrow(() -> new CommandFailure("the broker does not answer, see " + directory.resolve("log")))
                .bootstrapServers();
    }

    Registrar registrar() {
        return new Registrar(
                servers.stream().map(server -> server.endpoint().base()).toList(), ROOT_KEY);
    }

    /// Lets another organization attack the nodes.
    Attacker attack(Scenario scenario, double scale) throws IOException, InterruptedException {
        return Attacker.start(
                scenario, scale, registrar(), settings, directory.resolve("node-1"), directory.resolve("attacks.log"));
    }

    /// Waits until no upload waits any more on any node.
    ///
    /// @return whether all nodes live and have nothing left to do within `limit`
    boolean settle(Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (servers.stream().anyMatch(Nodes::hasEnded)) {
                return false;
            }
            if (isIdle()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // nodes do not notify clients
        }
        return false;
    }

    private static boolean hasEnded(ServeProcess server) {
        try {
            return server.ended(Duration.ZERO);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean isIdle() throws InterruptedException {
        for (var server : servers) {
            try (var client = new SluiceClient(server.endpoint(), Duration.ofSeconds(10))) {
                var answer = client.get(server.endpoint().route("/metrics"));
                var metrics = new String(answer.body().toArray(), UTF_8);
                if (answer.status() != 200
                        || metrics.lines().anyMatch(line -> line.startsWith(QUEUE) && !line.endsWith(" 0.0"))) {
                    return false;
                }
            } catch (IOException _) {
                return false; // busy, and asked again
            }
        }
        return true;
    }

    @Override
    public void close() {
        parts.close();
    }
}
