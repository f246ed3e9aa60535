package io.sluice.lab.bench.fair.attack;

import io.sluice.image.Organization;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// The registration of organizations at the nodes that are measured.
///
/// @param nodes   base URLs
/// @param rootKey the operator's key, which signs organizations up
public record Registrar(List<URI> nodes, String rootKey) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(50);

    public Registrar {
        nodes = List.copyOf(nodes);
    }

    /// Signs a new organization up, whose name contains `role`.
    ///
    /// @return clients of it, one for each node
    public List<SluiceClient> signUp(String role) throws IOException, InterruptedException {
        var number = UUID.randomUUID().toString().substring(0, 8);
        var organization = new Organization("bench-" + role + '-' + number);
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
