package io.sluice.lab.bench.fair.attack;

import io.sluice.image.Organization;
import io.sluice.kafka.Publisher;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The nodes that are attacked, from inside an organization of their own.
///
/// @param nodes     base URLs
/// @param rootKey   the operator's key, which signs organizations up
/// @param publisher to the nodes' Kafka
/// @param store     the nodes' object store
public record Site(List<URI> nodes, String rootKey, Publisher publisher, ObjectStore store) {

    private static final AtomicInteger ORGANIZATIONS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(50);

    public Site {
        nodes = List.copyOf(nodes);
    }

    /// Signs an organization up, whose name begins with `prefix`.
    ///
    /// @return clients of it, one for each node
    public List<SluiceClient> signUp(String prefix) throws IOException, InterruptedException {
        var organization = new Organization("bench-" + prefix + '-' + ORGANIZATIONS.incrementAndGet());
        var answer = SluiceClient.signUp(nodes.getFirst(), organization, "bench@example.com", rootKey)
                .expect(201);
        var key = answer.json().path("api_key").asText();
        var clients = nodes.stream()
                .map(node -> new SluiceClient(new Endpoint(node, organization, key)))
                .toList();
        for (var client : clients) {
            awaitKnown(client);
        }
        return clients;
    }

    /// Waits until the node of `client` has learned of its key.
    private static void awaitKnown(SluiceClient client) throws IOException, InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        var answer = client.list("?limit=0");
        while (answer.status() != 200 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // nodes do not notify clients
            answer = client.list("?limit=0");
        }
        answer.expect(200);
    }
}
