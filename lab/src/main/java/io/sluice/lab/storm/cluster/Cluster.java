package io.sluice.lab.storm.cluster;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.Topic;
import io.sluice.lab.process.Priority;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// All processes of a storm, and the proxies that inject faults: each service reaches the broker and the
/// store through its own proxies.
public final class Cluster implements ClusterData, AutoCloseable {

    static final String BUCKET = "storm";

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /// Maximum time without a record while a topic is read.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final Setup setup;
    private final ResourceStack parts = new ResourceStack();
    private final StoreFolder folder;
    private final ObjectStore objects;
    private final @Nullable S3TestServer s3;
    private final @Nullable StoreFaults storeFaults;
    private final Map<ServiceName, Integer> ports;
    private final int kafkaPort;
    private final Map<Link, List<TcpProxy>> links = new HashMap<>();

    /// The proxies through which services and other brokers reach each broker.
    private final Map<ServiceName, List<TcpProxy>> toBrokers = new EnumMap<>(ServiceName.class);

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
            storeFaults = parts.add(StoreFaults.start(s3.port()));
        } else {
            var config = new StoreConfig(new StoreLocation.Folder(folder.path()), "", "", false);
            objects = parts.add(ObjectStores.open(config, directory));
            s3 = null;
            storeFaults = null;
        }
        http = parts.add(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PROBE_TIMEOUT)
                .build());
        var brokers = setup.layout.brokers();
        var free = LastingPorts.choose(setup.layout.processes().size()
                + brokers.size() * (setup.layout.clients().size() + 2)
                + 1);
        ports = new EnumMap<>(ServiceName.class);
        processes().forEach(name -> ports.put(name, free.remove()));
        kafkaPort = brokers.isEmpty() ? free.remove() : port(brokers.getFirst());
        var arguments = new EnumMap<ServiceName, List<String>>(ServiceName.class);
        for (var broker : brokers) {
            var more = new ArrayList<String>();
            for (var service : setup.layout.clients()) {
                var port = free.remove();
                var proxy = proxyToBroker(new Link(service, Link.To.BROKER).toString(), broker, port);
                links.computeIfAbsent(new Link(service, Link.To.BROKER), _ -> new ArrayList<>())
                        .add(proxy);
                more.addAll(List.of("--proxied-port", port + ":" + proxy.port()));
            }
            arguments.put(broker, more);
        }
        if (brokers.size() > 1) {
            connectBrokers(brokers, free, arguments);
        }
        if (storeFaults != null) {
            for (var service : setup.layout.clients()) {
                var link = new Link(service, Link.To.STORE);
                links.put(link, List.of(parts.add(TcpProxy.start(link.toString(), storeFaults.port()))));
            }
        }
        launcher = new Launcher(setup, folder, ports, kafkaPort, links, arguments);
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
    /// @throws CommandFailure when they are not ready within `limit`
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

    /// Lets several brokers reach each other through proxies, too.
    private void connectBrokers(
            List<ServiceName> brokers, Queue<Integer> free, Map<ServiceName, List<String>> arguments)
            throws IOException {
        var clusterId = Uuid.randomUuid().toString();
        var voters = new ArrayList<String>();
        for (var broker : brokers) {
            var node = Integer.toString(brokers.indexOf(broker) + 1);
            var controller = free.remove();
            var peers = free.remove();
            voters.addAll(List.of(
                    "--voter",
                    node + "="
                            + proxyToBroker("controllers", broker, controller).port()));
            requireNonNull(arguments.get(broker))
                    .addAll(List.of(
                            "--cluster-id",
                            clusterId,
                            "--node",
                            node,
                            "--controller-port",
                            controller.toString(),
                            "--peer-port",
                            peers + ":"
                                    + proxyToBroker("brokers", broker, peers).port()));
        }
        brokers.forEach(broker -> requireNonNull(arguments.get(broker)).addAll(voters));
    }

    private TcpProxy proxyToBroker(String from, ServiceName broker, int port) throws IOException {
        var proxy = parts.add(TcpProxy.start(from + " at " + broker, port));
        toBrokers.computeIfAbsent(broker, _ -> new ArrayList<>()).add(proxy);
        return proxy;
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

    /// Sets how bytes pass between a service and all brokers or the store.
    public void set(Link link, TcpProxy.Passage passage) {
        requireNonNull(links.get(link)).forEach(proxy -> proxy.set(passage));
    }

    /// Sets how bytes pass between a broker and all services and brokers that connect to it.
    public void set(ServiceName broker, TcpProxy.Passage passage) {
        requireNonNull(toBrokers.get(broker)).forEach(proxy -> proxy.set(passage));
    }

    /// Returns the proxy that makes the S3 server fail.
    ///
    /// @throws NullPointerException when the store is a folder
    public StoreFaults storeFaults() {
        return requireNonNull(storeFaults);
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
        links.keySet().forEach(link -> set(link, new TcpProxy.Passage.Open()));
        toBrokers.keySet().forEach(broker -> set(broker, new TcpProxy.Passage.Open()));
        if (storeFaults != null) {
            storeFaults.set(StoreFaults.Health.GOOD);
        }
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
                setStoreLinks(new TcpProxy.Passage.Cut());
            }
        }
    }

    public void end(Link.To target) {
        switch (target) {
            case BROKER ->
                setup.layout.brokers().forEach(broker -> service(broker).start());
            case STORE -> {
                folder.giveBack();
                setStoreLinks(new TcpProxy.Passage.Open());
            }
        }
    }

    private void setStoreLinks(TcpProxy.Passage passage) {
        links.keySet().stream().filter(link -> link.to() == Link.To.STORE).forEach(link -> set(link, passage));
    }

    /// Waits until all of `names` are ready at the same time.
    ///
    /// @return those that are not ready within `limit`
    public List<ServiceName> awaitReady(List<ServiceName> names, Duration limit) throws InterruptedException {
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
        folder.giveBack();
        parts.close();
        Runtime.getRuntime().removeShutdownHook(cleaning);
    }

    private void endAll() {
        services.values().forEach(Service::close);
        folder.giveBack();
    }

    /// What a service has written to its log, beginning with its first start.
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
