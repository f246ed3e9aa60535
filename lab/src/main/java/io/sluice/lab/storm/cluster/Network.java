package io.sluice.lab.storm.cluster;

import static java.util.Objects.requireNonNull;

import io.sluice.lab.storm.connection.StoreFaults;
import io.sluice.lab.storm.connection.TcpProxy;
import io.sluice.service.ResourceStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/// The connections between the processes of a storm and to the store, and their faults: each service reaches
/// the brokers and the store through its own proxies.
public final class Network implements AutoCloseable {

    private final Layout layout;
    private final ResourceStack parts = new ResourceStack();
    private final @Nullable StoreFaults storeFaults;
    private final Map<Link, List<TcpProxy>> links = new HashMap<>();

    /// The proxies through which services and other brokers reach each broker.
    private final Map<ServiceName, List<TcpProxy>> toBrokers = new EnumMap<>(ServiceName.class);

    private final Map<ServiceName, List<String>> arguments = new EnumMap<>(ServiceName.class);

    private Network(Layout layout, Queue<Integer> free, @Nullable Integer s3) throws IOException {
        this.layout = layout;
        for (var broker : layout.brokers()) {
            connectClients(broker, free);
        }
        if (layout.brokers().size() > 1) {
            connectBrokers(free);
        }
        storeFaults = s3 == null ? null : parts.add(StoreFaults.start(s3));
        if (storeFaults != null) {
            for (var service : layout.clients()) {
                var link = new Link(service, Link.To.STORE);
                links.put(link, List.of(parts.add(TcpProxy.start(link.toString(), storeFaults.port()))));
            }
        }
    }

    /// Starts the proxies.
    ///
    /// @param free free ports for the brokers, as many as [#brokerPorts]
    /// @param s3   port of the S3 server; null when the store is a folder
    static Network start(Layout layout, Queue<Integer> free, @Nullable Integer s3) throws IOException {
        return new Network(layout, free, s3);
    }

    /// Returns how many ports the brokers of a layout have beside their own.
    static int brokerPorts(Layout layout) {
        return layout.brokers().size() * (layout.clients().size() + 2);
    }

    /// Gives the broker a port for each service, which the service reaches through a proxy.
    private void connectClients(ServiceName broker, Queue<Integer> free) throws IOException {
        var more = new ArrayList<String>();
        for (var service : layout.clients()) {
            var port = free.remove();
            var link = new Link(service, Link.To.BROKER);
            var proxy = proxyToBroker(link.toString(), broker, port);
            links.computeIfAbsent(link, _ -> new ArrayList<>()).add(proxy);
            more.addAll(List.of("--proxied-port", port + ":" + proxy.port()));
        }
        arguments.put(broker, more);
    }

    /// Lets several brokers reach each other through proxies, too.
    private void connectBrokers(Queue<Integer> free) throws IOException {
        var brokers = layout.brokers();
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

    /// Returns the arguments with which a broker uses its proxies.
    List<String> arguments(ServiceName broker) {
        return requireNonNull(arguments.get(broker));
    }

    /// Returns the ports through which a service reaches the brokers or the store.
    List<Integer> ports(Link link) {
        return proxies(link).stream().map(TcpProxy::port).toList();
    }

    /// Sets how bytes pass between a service and all brokers or the store.
    public void set(Link link, TcpProxy.Passage passage) {
        proxies(link).forEach(proxy -> proxy.set(passage));
    }

    /// Sets how bytes pass between a broker and all services and brokers that connect to it.
    public void set(ServiceName broker, TcpProxy.Passage passage) {
        requireNonNull(toBrokers.get(broker)).forEach(proxy -> proxy.set(passage));
    }

    /// Sets how bytes pass between all services and all brokers or the store.
    void set(Link.To target, TcpProxy.Passage passage) {
        links.keySet().stream().filter(link -> link.to() == target).forEach(link -> set(link, passage));
    }

    /// Returns the proxy that makes the S3 server fail.
    ///
    /// @throws NullPointerException when the store is a folder
    public StoreFaults storeFaults() {
        return requireNonNull(storeFaults);
    }

    /// Ends all faults.
    void calm() {
        links.keySet().forEach(link -> set(link, new TcpProxy.Passage.Open()));
        toBrokers.keySet().forEach(broker -> set(broker, new TcpProxy.Passage.Open()));
        if (storeFaults != null) {
            storeFaults.set(StoreFaults.Health.GOOD);
        }
    }

    private List<TcpProxy> proxies(Link link) {
        return requireNonNull(links.get(link));
    }

    @Override
    public void close() {
        parts.close();
    }
}
