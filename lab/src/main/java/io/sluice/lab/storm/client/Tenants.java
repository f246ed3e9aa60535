package io.sluice.lab.storm.client;

import io.sluice.image.Organization;
import io.sluice.lab.storm.call.LoadBalancer;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.Pictures;
import io.sluice.lab.storm.expected.Tenant;
import io.sluice.lab.storm.fault.Schedule;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The organizations of a storm, with their clients.
public final class Tenants implements AutoCloseable {

    private static final int COUNT = 2;

    private final List<Tenant> tenants = new ArrayList<>();

    /// Signs up the organizations.
    ///
    /// @param apis    all nodes
    /// @param timeout maximum time that a client waits for a response
    public static Tenants signUp(List<URI> apis, Duration timeout) throws IOException, InterruptedException {
        var tenants = new Tenants();
        for (var number = 1; number <= COUNT; number++) {
            tenants.add(apis, "storm-" + number, timeout);
        }
        return tenants;
    }

    private void add(List<URI> apis, String name, Duration timeout) throws IOException, InterruptedException {
        var copies = new Organization(name + "-copies");
        var key = key(apis.getFirst(), name);
        var nodes = nodes(apis, new Organization(name), key, timeout);
        var node = nodes.getFirst();
        node.send("PUT", node.endpoint().route("/organizations/" + copies), Map.of())
                .expect(201);
        tenants.add(new Tenant(nodes, nodes(apis, copies, key, timeout)));
    }

    /// Signs up an organization.
    ///
    /// @return the key of its user
    public static String key(URI api, String name) throws IOException, InterruptedException {
        return SluiceClient.signUp(api, new Organization(name), "storm@example.org", ServiceName.ROOT_KEY)
                .expect(201)
                .json()
                .path("api_key")
                .asText();
    }

    private static List<SluiceClient> nodes(List<URI> apis, Organization organization, String key, Duration timeout) {
        return apis.stream()
                .map(api -> new SluiceClient(new Endpoint(api, organization, key), timeout))
                .toList();
    }

    public List<Tenant> all() {
        return List.copyOf(tenants);
    }

    /// Creates the clients with the numbers 1 to `count`.
    ///
    /// @param seed seed of their requests
    public List<Client> clients(int count, long seed, LoadBalancer balancer, Pictures pictures, History history) {
        var clients = new ArrayList<Client>();
        for (var number = 1; number <= count; number++) {
            clients.add(new Client(
                    number,
                    tenants.get(number % tenants.size()),
                    balancer,
                    pictures,
                    history,
                    Schedule.random(seed, number)));
        }
        return clients;
    }

    @Override
    public void close() {
        tenants.forEach(tenant -> {
            tenant.nodes().forEach(SluiceClient::close);
            tenant.copies().forEach(SluiceClient::close);
        });
    }
}
