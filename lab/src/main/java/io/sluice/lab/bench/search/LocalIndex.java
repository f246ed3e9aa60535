package io.sluice.lab.bench.search;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.image.Organization;
import io.sluice.ingest.search.SearchParameters;
import io.sluice.json.ImageJson;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.kafka.admin.TopicProvisioner;
import io.sluice.standalone.broker.BrokerConfig;
import io.sluice.standalone.broker.EmbeddedBroker;
import io.sluice.view.CatalogView;
import io.sluice.view.image.LuceneCatalogView;
import io.sluice.watch.Heartbeats;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A broker and the index of images in this process, without a server.
final class LocalIndex implements AutoCloseable {

    private static final int DEFAULT_LIMIT = 100;

    private final EmbeddedBroker broker;
    private final KafkaClients clients;
    private final LuceneCatalogView view;

    private LocalIndex(EmbeddedBroker broker, KafkaClients clients, LuceneCatalogView view) {
        this.broker = broker;
        this.clients = clients;
        this.view = view;
    }

    static LocalIndex start(Path broker, Path index) {
        var running = EmbeddedBroker.start(new BrokerConfig(broker, 0));
        try {
            var clients = new KafkaClients(running.config());
            TopicProvisioner.provision(clients, ProvisioningConfig.DEFAULTS);
            var view = LuceneCatalogView.start(clients, index, new SimpleMeterRegistry(), new Heartbeats());
            return new LocalIndex(running, clients, view);
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    KafkaClients clients() {
        return clients;
    }

    long count(Organization organization) {
        return view.count(organization);
    }

    /// Reads the page that a query string asks for, as far as its JSON.
    void search(Organization organization, String query) {
        var parameters = parameters(query);
        var search = SearchParameters.search(parameters, List.of("limit", "offset"));
        var page = view.list(
                organization,
                new CatalogView.Listing(
                        false,
                        search,
                        number(parameters, "limit", DEFAULT_LIMIT),
                        number(parameters, "offset", 0),
                        null));
        ImageJson.list(page.total(), page.items());
    }

    private static int number(Map<String, List<String>> parameters, String name, int otherwise) {
        return parameters.containsKey(name)
                ? Integer.parseInt(parameters.getOrDefault(name, List.of()).getFirst())
                : otherwise;
    }

    private static Map<String, List<String>> parameters(String query) {
        var parameters = new LinkedHashMap<String, List<String>>();
        for (var pair : query.substring(1).split("&", -1)) {
            var parts = pair.split("=", 2);
            parameters.computeIfAbsent(decode(parts[0]), _ -> new ArrayList<>()).add(decode(parts[1]));
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        view.close();
        broker.close();
    }
}
