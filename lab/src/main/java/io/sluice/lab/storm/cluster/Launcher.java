package io.sluice.lab.storm.cluster;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.sluice.standalone.serve.ChildJvm;
import io.sluice.testsupport.S3TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Builds the command line and the environment of each service's process.
final class Launcher {

    /// Two for each processor: enough that a killed one leaves some to the other.
    private static final String PARTITIONS = "4";

    /// Small and quick to start: there are many of them on one machine, and they do not live long.
    private static final List<String> JVM_OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Xss512k");

    private final Cluster.Setup setup;
    private final StoreFolder folder;
    private final Map<ServiceName, Integer> ports;
    private final int kafkaPort;
    private final Network network;

    /// @param ports     of the services
    /// @param kafkaPort port of the broker, also when it runs inside of another service
    /// @param network   through which services reach the broker and the store
    Launcher(Cluster.Setup setup, StoreFolder folder, Map<ServiceName, Integer> ports, int kafkaPort, Network network) {
        this.setup = setup;
        this.folder = folder;
        this.ports = ports;
        this.kafkaPort = kafkaPort;
        this.network = network;
    }

    /// Returns a process that is not started yet and that appends its output to [#log].
    ///
    /// @param more further options of its JVM
    ProcessBuilder builder(ServiceName name, List<String> more) {
        var kind = name.kind();
        var options = new ArrayList<>(JVM_OPTIONS);
        options.add(kind.heap());
        options.addAll(more);
        var home = home(name);
        var arguments = switch (kind) {
            case BROKER -> broker(name);
            case SERVER -> new String[] {"serve", "--end-with-parent"};
            case API, PROCESSOR, COPIER -> new String[0];
        };
        var process = setup.releases()
                .earlierClassPath(name)
                .map(earlier -> ChildJvm.of(earlier, kind.mainClass(), options, arguments))
                .orElseGet(() -> ChildJvm.of(kind.mainClass(), options, arguments));
        var builder = setup.priority().applyTo(process);
        if (kind != ServiceName.Kind.BROKER) {
            builder.environment().putAll(kind.settings());
            builder.environment().putAll(place(name, home));
            builder.environment().putAll(store(name));
        }
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + home, e);
        }
        var log = ProcessBuilder.Redirect.appendTo(log(name).toFile());
        return builder.redirectErrorStream(true).redirectOutput(log);
    }

    private Path home(ServiceName name) {
        return setup.directory().resolve(name.toString());
    }

    /// Returns the file with all output of a service since its first start.
    Path log(ServiceName name) {
        return home(name).resolve("log");
    }

    private Map<String, String> place(ServiceName name, Path home) {
        var place = new HashMap<String, String>();
        place.put("SLUICE_DATA_DIR", home.toString());
        place.put("SLUICE_HTTP_HOST", "127.0.0.1");
        place.put("SLUICE_HTTP_PORT", Integer.toString(port(name)));
        if (!setup.layout().brokers().isEmpty()) {
            place.put(
                    "SLUICE_KAFKA_BOOTSTRAP_SERVERS",
                    network.ports(new Link(name, Link.To.BROKER)).stream()
                            .map(port -> "127.0.0.1:" + port)
                            .collect(joining(",")));
            place.put("SLUICE_KAFKA_PARTITIONS", PARTITIONS);
        } else {
            place.put("SLUICE_KAFKA_PORT", Integer.toString(kafkaPort));
        }
        return place;
    }

    private String[] broker(ServiceName name) {
        var arguments = new ArrayList<>(List.of(
                "broker",
                "--end-with-parent",
                "--directory",
                brokerLogs(name).toString(),
                "--port",
                Integer.toString(port(name))));
        arguments.addAll(network.arguments(name));
        return arguments.toArray(String[]::new);
    }

    /// Returns the directory in which a broker of its own keeps its topics.
    Path brokerLogs(ServiceName name) {
        return home(name).resolve("kafka");
    }

    private Map<String, String> store(ServiceName name) {
        return setup.overS3()
                ? bucketSettings(network.ports(new Link(name, Link.To.STORE)).getFirst())
                : folderSettings(folder);
    }

    private int port(ServiceName name) {
        return requireNonNull(ports.get(name));
    }

    /// Returns the settings of a process whose store is a folder.
    static Map<String, String> folderSettings(StoreFolder folder) {
        return Map.of("SLUICE_STORE_URI", "file:" + folder.path());
    }

    /// Returns the settings of a process whose store is the bucket at this port of this machine.
    static Map<String, String> bucketSettings(int port) {
        return Map.of(
                "SLUICE_STORE_URI",
                "s3://" + Cluster.BUCKET + "?endpoint=http://127.0.0.1:" + port,
                "SLUICE_S3_ACCESS_KEY",
                S3TestServer.ACCESS_KEY,
                "SLUICE_S3_SECRET_KEY",
                S3TestServer.SECRET_KEY);
    }
}
