package io.sluice.lab.storm.cluster;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.Topic;
import io.sluice.lab.process.Priority;
import io.sluice.lab.storm.connection.TcpProxy;
import io.sluice.service.ResourceStack;
import io.sluice.standalone.access.TopicReader;
import io.sluice.standalone.broker.RunningBroker;
import io.sluice.standalone.sweep.SweepCommand;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Progress;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.connection.ObjectStores;
import io.sluice.testsupport.S3TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// All processes of a storm, and the store that they share.
public final class Cluster implements ClusterData, AutoCloseable {

    static final String BUCKET = "storm";

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /// Number of ends of a process before it was ever ready after which it is not expected to become ready.
    private static final int FAILED_STARTS = 5;

    /// Maximum time without a record while a topic is read.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final Setup setup;
    private final ResourceStack parts = new ResourceStack();
    private final StoreFolder folder;
    private final ObjectStore objects;
    private final @Nullable S3TestServer s3;
    private final Map<ServiceName, Integer> ports;
    private final int kafkaPort;
    private final Network network;
    private final Launcher launcher;
    private final EnumMap<ServiceName, Service> services = new EnumMap<>(ServiceName.class);
    private final HttpClient http;

    /// Ends the processes when a storm is interrupted.
    private final Thread cleaning = new Thread(this::endAll, "storm-cleaning");

    /// The parameters of a cluster.
    ///
    /// @param directory directory of all data and logs
    /// @param layout    the processes
    /// @param overS3    whether blobs are in an S3 server, which can fail, rather than in a shared folder
    /// @param priority  priority of all processes
    /// @param releases  what the processes run
    public record Setup(Path directory, Layout layout, boolean overS3, Priority priority, Releases releases) {}

    private Cluster(Setup setup) throws IOException {
        this.setup = setup;
        this.directory = setup.directory;
        this.folder = new StoreFolder(directory.resolve("store"));
        if (setup.overS3) {
            s3 = parts.add(S3TestServer.startUnsigned(folder.path(), BUCKET));
            objects = parts.add(ObjectStores.open(bucket(s3.port()), directory));
        } else {
            var config = new StoreConfig(new StoreLocation.Folder(folder.path()), "", "", false);
            objects = parts.add(ObjectStores.open(config, directory));
            s3 = null;
        }
        http = parts.add(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PROBE_TIMEOUT)
                .build());
        var brokers = setup.layout.brokers();
        var free = LastingPorts.choose(setup.layout.processes().size() + Network.brokerPorts(setup.layout) + 1);
        ports = new EnumMap<>(ServiceName.class);
        processes().forEach(name -> ports.put(name, free.remove()));
        kafkaPort = brokers.isEmpty() ? free.remove() : port(brokers.getFirst());
        network = parts.add(Network.start(setup.layout, free, s3 == null ? null : s3.port()));
        launcher = new Launcher(setup, folder, ports, kafkaPort, network);
        for (var name : processes()) {
            services.put(
                    name,
                    parts.add(new Service(name, options -> launcher.builder(name, options), () -> isReady(name))));
        }
    }

    /// Returns the configuration of the bucket at this port of this machine.
    static StoreConfig bucket(int port) {
        var endpoint = URI.create("http://127.0.0.1:" + port);
        var location = new StoreLocation.Bucket(BUCKET, endpoint, "us-east-1", true);
        return new StoreConfig(location, S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY, false);
    }

    /// Starts all services and waits until they are ready.
    ///
    /// @throws CommandFailure when they are not ready within `limit`, or one fails to start again and again
    public static Cluster start(Setup setup, Duration limit) throws IOException, InterruptedException {
        var cluster = new Cluster(setup);
        Runtime.getRuntime().addShutdownHook(cluster.cleaning);
        try {
            var began = System.nanoTime();
            // several brokers start together: none is ready alone
            var first = setup.layout.brokers().isEmpty() ? cluster.processes() : setup.layout.brokers();
            first.forEach(name -> cluster.service(name).start());
            cluster.awaitReady(first, limit);
            // the first one creates the topics, so that the others find them
            cluster.startAll();
            var missing = cluster.awaitReady(cluster.processes(), limit.minusNanos(System.nanoTime() - began));
            if (!missing.isEmpty()) {
                throw new CommandFailure("not ready within " + limit.toSeconds() + " s: " + missing
                        + ", see their logs in " + setup.directory);
            }
            return cluster;
        } catch (RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    public List<ServiceName> processes() {
        return setup.layout.processes();
    }

    /// Returns all processes except the broker.
    public List<ServiceName> clients() {
        return setup.layout.clients();
    }

    public Service service(ServiceName name) {
        return requireNonNull(services.get(name));
    }

    public Collection<Service> services() {
        return services.values();
    }

    /// Returns the connections of the processes, in which faults can be injected.
    public Network network() {
        return network;
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    public List<URI> apis() {
        return setup.layout.apis().stream().map(this::address).toList();
    }

    /// Returns the connection to Kafka without any proxies.
    private KafkaConfig kafka() {
        var brokers = setup.layout.brokers();
        return new KafkaConfig(
                brokers.isEmpty()
                        ? "127.0.0.1:" + kafkaPort
                        : brokers.stream()
                                .map(broker -> "127.0.0.1:" + port(broker))
                                .collect(joining(",")));
    }

    @Override
    public <V> void read(Topic<V> topic, BiConsumer<String, V> each) {
        try (var consumer = new KafkaClients(kafka()).follower("storm");
                var deserializer = topic.deserializer()) {
            TopicReader.of(consumer, List.of(topic), PATIENCE).read(Progress.NONE, found -> {
                if (found.value() != null) {
                    each.accept(found.key(), deserializer.deserialize(topic.name(), found.value()));
                }
            });
        }
    }

    @Override
    public String sweep() {
        var errors = new StringWriter();
        var exit = new CommandLine(new SweepCommand(environment()))
                .setOut(new PrintWriter(Writer.nullWriter()))
                .setErr(new PrintWriter(errors))
                .execute("--older-than", "1ms");
        return exit == 0 ? "" : "the sweep ended with " + exit + ": " + errors;
    }

    /// Returns the environment of a command that works on this cluster without any proxies.
    private Map<String, String> environment() {
        var environment =
                new HashMap<>(s3 == null ? Launcher.folderSettings(folder) : Launcher.bucketSettings(s3.port()));
        environment.put("SLUICE_KAFKA_BOOTSTRAP_SERVERS", kafka().bootstrapServers());
        environment.put("SLUICE_DATA_DIR", directory.resolve("command").toString());
        return environment;
    }

    void startAll() {
        services.values().forEach(Service::start);
    }

    /// Ends all faults; services may detect that later.
    public void calm() {
        network.calm();
        folder.giveBack();
        services.values().forEach(Service::thaw);
        startAll();
    }

    /// Makes the broker or the store unreachable for all services, until [#end(Link.To)].
    public void begin(Link.To target) {
        switch (target) {
            case BROKER ->
                setup.layout.brokers().forEach(broker -> service(broker).kill());
            case STORE -> {
                folder.takeAway(); // the services' own folder, or what is behind the S3 server
                network.set(target, new TcpProxy.Passage.Cut());
            }
        }
    }

    public void end(Link.To target) {
        switch (target) {
            case BROKER ->
                setup.layout.brokers().forEach(broker -> service(broker).start());
            case STORE -> {
                folder.giveBack();
                network.set(target, new TcpProxy.Passage.Open());
            }
        }
    }

    /// Waits until all of `names` are ready at the same time.
    ///
    /// @return those that are not ready within `limit`
    /// @throws CommandFailure when one that was never ready ends again and again
    public List<ServiceName> awaitReady(List<ServiceName> names, Duration limit) throws InterruptedException {
        return awaitReady(names.stream().map(this::service).toList(), limit, this::log);
    }

    /// @param log returns the log file of a service
    static List<ServiceName> awaitReady(List<Service> services, Duration limit, Function<ServiceName, Path> log)
            throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            var missing =
                    services.stream().filter(service -> !service.isReady()).toList();
            if (missing.isEmpty() || System.nanoTime() > end) {
                return missing.stream().map(Service::name).toList();
            }
            for (var service : missing) {
                var failed = service.failedStarts();
                if (failed.size() >= FAILED_STARTS) {
                    throw new CommandFailure(service.name() + " ended " + failed.size()
                            + " times before it was ever ready, the last time with status "
                            + failed.getLast().code() + ", see its log " + log.apply(service.name()));
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
    }

    @Override
    public void close() {
        folder.giveBack();
        parts.close();
        Runtime.getRuntime().removeShutdownHook(cleaning);
    }

    private void endAll() {
        services.values().forEach(Service::close);
        folder.giveBack();
    }

    /// Returns the file with all output of a service since its first start.
    public Path log(ServiceName name) {
        return launcher.log(name);
    }

    private int port(ServiceName name) {
        return requireNonNull(ports.get(name));
    }

    public URI address(ServiceName name) {
        return URI.create("http://127.0.0.1:" + port(name));
    }

    private boolean isReady(ServiceName name) {
        return name.kind() == ServiceName.Kind.BROKER ? brokerAnswers(name) : answersReady(name);
    }

    private boolean brokerAnswers(ServiceName name) {
        if (!RunningBroker.isAnnounced(launcher.brokerLogs(name))) {
            return false;
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(name)));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean answersReady(ServiceName name) {
        return answersReady(address(name));
    }

    public boolean answersReady(URI service) {
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
