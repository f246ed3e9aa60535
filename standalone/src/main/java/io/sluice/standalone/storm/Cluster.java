package io.sluice.standalone.storm;

import static java.util.Objects.requireNonNull;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.Topic;
import io.sluice.service.Parts;
import io.sluice.standalone.access.TopicReader;
import io.sluice.standalone.broker.RunningBroker;
import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.console.Progress;
import io.sluice.standalone.serve.ChildJvm;
import io.sluice.store.ObjectStore;
import io.sluice.store.ObjectStores;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// All processes of a storm, with everything between them that can be made worse: each service reaches the broker and
/// the store through a proxy of its own.
final class Cluster implements AutoCloseable {

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /// Longest time without a record while a topic is read.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Small and quick to start: there are many of them on one machine, and they do not live long.
    private static final List<String> JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+ExitOnOutOfMemoryError", "-Xss512k");

    private final Path directory;
    private final boolean overS3;
    private final Parts parts = new Parts();
    private final ObjectStore objects;
    private final S3Server s3;
    private final Map<ServiceName, Integer> ports;
    private final Map<Link, TcpProxy> proxies = new HashMap<>();
    private final List<String> doors = new ArrayList<>();
    private final EnumMap<ServiceName, Service> services = new EnumMap<>(ServiceName.class);
    private final HttpClient http;

    /// For a storm that is interrupted: nobody else would end its processes.
    private final Thread cleaning = new Thread(this::endAll, "storm-cleaning");

    private Cluster(Path directory, boolean overS3) throws IOException {
        this.directory = directory;
        this.overS3 = overS3;
        var config = new StoreConfig(new StoreLocation.Folder(directory.resolve("store")), "", "", false);
        objects = parts.add(ObjectStores.open(config, directory));
        s3 = parts.add(S3Server.start(objects));
        http = parts.add(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PROBE_TIMEOUT)
                .build());
        var free = LastingPorts.choose(
                ServiceName.values().length + ServiceName.clients().size());
        ports = new EnumMap<>(ServiceName.class);
        Arrays.stream(ServiceName.values()).forEach(name -> ports.put(name, free.remove()));
        for (var service : ServiceName.clients()) {
            var door = free.remove();
            var toBroker = proxy(new Link(service, Link.To.BROKER), door);
            doors.add(door + ":" + toBroker.port());
            if (overS3) {
                proxy(new Link(service, Link.To.STORE), s3.port());
            }
        }
        for (var name : ServiceName.values()) {
            services.put(name, parts.add(new Service(name, () -> builder(name), () -> isReady(name))));
        }
    }

    /// Starts all services in `directory` and waits until they are ready.
    ///
    /// @param overS3 whether blobs go to an S3 server, which can fail, rather than to a folder that all share
    /// @throws CommandFailure when they are not ready within `limit`
    static Cluster start(Path directory, boolean overS3, Duration limit) throws IOException, InterruptedException {
        var cluster = new Cluster(directory, overS3);
        Runtime.getRuntime().addShutdownHook(cluster.cleaning);
        try {
            var began = System.nanoTime();
            cluster.service(ServiceName.BROKER).start();
            cluster.awaitReady(List.of(ServiceName.BROKER), limit);
            // one after the other makes the topics, so that the others find them
            cluster.startAll();
            var missing =
                    cluster.awaitReady(List.of(ServiceName.values()), limit.minusNanos(System.nanoTime() - began));
            if (!missing.isEmpty()) {
                throw new CommandFailure("not ready within " + limit.toSeconds() + " s: " + missing
                        + ", see their logs in " + directory);
            }
            return cluster;
        } catch (RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    private TcpProxy proxy(Link link, int target) throws IOException {
        var proxy = parts.add(TcpProxy.start(link.toString(), target));
        proxies.put(link, proxy);
        return proxy;
    }

    Service service(ServiceName name) {
        return requireNonNull(services.get(name));
    }

    Collection<Service> services() {
        return services.values();
    }

    TcpProxy proxy(Link link) {
        return requireNonNull(proxies.get(link));
    }

    S3Server s3() {
        return s3;
    }

    /// What is in the store, seen past all faults.
    ObjectStore objects() {
        return objects;
    }

    List<URI> apis() {
        return Arrays.stream(ServiceName.values())
                .filter(name -> name.kind() == ServiceName.Kind.API)
                .map(this::address)
                .toList();
    }

    /// Kafka, past all proxies.
    private KafkaConfig kafka() {
        return new KafkaConfig("127.0.0.1:" + port(ServiceName.BROKER));
    }

    /// Tells every record that is on a topic now with its key, those of a partition in their order;
    /// tombstones are left out.
    ///
    /// @throws CommandFailure when the topic cannot be read to its end
    <V> void read(Topic<V> topic, BiConsumer<String, V> each) {
        try (var consumer = new KafkaClients(kafka()).follower("storm");
                var deserializer = topic.deserializer()) {
            TopicReader.of(consumer, List.of(topic), PATIENCE).read(Progress.NONE, found -> {
                if (found.value() != null) {
                    each.accept(found.key(), deserializer.deserialize(topic.name(), found.value()));
                }
            });
        }
    }

    /// The environment of a command that works on this cluster, past all proxies.
    Map<String, String> environment() {
        return Map.of(
                "SLUICE_KAFKA_BOOTSTRAP_SERVERS", kafka().bootstrapServers(),
                "SLUICE_STORE_URI", "file:" + directory.resolve("store"),
                "SLUICE_DATA_DIR", directory.resolve("command").toString());
    }

    void startAll() {
        services.values().forEach(Service::start);
    }

    /// Mends everything; services may need a while to notice.
    void calm() {
        proxies.values().forEach(proxy -> proxy.set(new TcpProxy.Passage.Open()));
        s3.set(S3Server.Mood.WELL);
        services.values().forEach(Service::thaw);
        startAll();
    }

    /// Waits until all of `names` are ready at once.
    ///
    /// @return those that are not within `limit`
    List<ServiceName> awaitReady(List<ServiceName> names, Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            var missing =
                    names.stream().filter(name -> !service(name).isReady()).toList();
            if (missing.isEmpty() || System.nanoTime() > end) {
                return missing;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
    }

    @Override
    public void close() {
        parts.close();
        Runtime.getRuntime().removeShutdownHook(cleaning);
    }

    private void endAll() {
        services.values().forEach(Service::close);
    }

    private ProcessBuilder builder(ServiceName name) {
        var kind = name.kind();
        var options = new ArrayList<>(JVM_OPTIONS);
        options.add(kind.heap());
        var home = directory.resolve(name.toString());
        var builder = ChildJvm.of(kind.mainClass(), options, name == ServiceName.BROKER ? broker() : new String[0]);
        if (name != ServiceName.BROKER) {
            builder.environment().putAll(kind.settings());
            builder.environment().putAll(place(name, home));
            builder.environment().putAll(store(name));
        }
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + home, e);
        }
        var log = ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile());
        return builder.redirectErrorStream(true).redirectOutput(log);
    }

    private Map<String, String> place(ServiceName name, Path home) {
        var broker = proxy(new Link(name, Link.To.BROKER)).port();
        return Map.of(
                "SLUICE_DATA_DIR",
                home.toString(),
                "SLUICE_HTTP_HOST",
                "127.0.0.1",
                "SLUICE_HTTP_PORT",
                Integer.toString(port(name)),
                "SLUICE_KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:" + broker);
    }

    private String[] broker() {
        var arguments = new ArrayList<>(List.of(
                "broker",
                "--end-with-parent",
                "--directory",
                brokerLogs().toString(),
                "--port",
                Integer.toString(port(ServiceName.BROKER))));
        doors.forEach(door -> arguments.addAll(List.of("--door", door)));
        return arguments.toArray(String[]::new);
    }

    private Path brokerLogs() {
        return directory.resolve(ServiceName.BROKER.toString()).resolve("kafka");
    }

    private Map<String, String> store(ServiceName name) {
        return overS3
                ? Map.of(
                        "SLUICE_STORE_URI",
                        "s3://" + S3Server.BUCKET + "?endpoint=http://127.0.0.1:"
                                + proxy(new Link(name, Link.To.STORE)).port(),
                        "SLUICE_S3_ACCESS_KEY",
                        "access",
                        "SLUICE_S3_SECRET_KEY",
                        "secret")
                : Map.of("SLUICE_STORE_URI", "file:" + directory.resolve("store"));
    }

    private int port(ServiceName name) {
        return requireNonNull(ports.get(name));
    }

    private URI address(ServiceName name) {
        return URI.create("http://127.0.0.1:" + port(name));
    }

    private boolean isReady(ServiceName name) {
        return name == ServiceName.BROKER ? brokerAnswers() : answersReady(name);
    }

    private boolean brokerAnswers() {
        if (!RunningBroker.isAnnounced(brokerLogs())) {
            return false;
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(ServiceName.BROKER)));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean answersReady(ServiceName name) {
        return answersReady(address(name));
    }

    boolean answersReady(URI service) {
        var request = HttpRequest.newBuilder(service.resolve("/health/ready"))
                .timeout(PROBE_TIMEOUT)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
