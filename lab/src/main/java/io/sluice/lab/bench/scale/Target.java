package io.sluice.lab.bench.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.Organization;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.ServeProcess;
import java.io.IOException;
import java.time.Duration;

/// A server that is measured, and a client of it with the operator's key.
record Target(ServeProcess server, SluiceClient client) implements AutoCloseable {

    /// The operator's key, which gives access to all organizations.
    static final String ROOT_KEY = "the-operators-key-of-a-benchmark";

    private static final Organization NONE = new Organization("none");

    /// @param server that has [#ROOT_KEY]; closed with this
    static Target of(ServeProcess server) {
        return new Target(
                server, new SluiceClient(new Endpoint(server.endpoint().base(), NONE, ROOT_KEY)));
    }

    Endpoint endpoint(Organization organization) {
        return new Endpoint(client.endpoint().base(), organization, ROOT_KEY);
    }

    void signUp(Organization organization) throws IOException, InterruptedException {
        SluiceClient.signUp(client.endpoint().base(), organization, "bench@example.com", ROOT_KEY)
                .expect(201);
    }

    /// Lists images; `query` starts with `?`.
    JsonNode list(Organization organization, String query) throws IOException, InterruptedException {
        return client.get(endpoint(organization).images(query)).expect(200).json();
    }

    JsonNode job(String id) throws IOException, InterruptedException {
        return client.get(client.endpoint().route("/jobs/" + id)).json();
    }

    int count(Organization organization) throws IOException, InterruptedException {
        return list(organization, "?limit=0").path("total").asInt();
    }

    /// Returns whether all topologies and views have processed all records.
    boolean hasCaughtUp() throws IOException, InterruptedException {
        var metrics = new String(
                client.get(client.endpoint().route("/metrics"))
                        .expect(200)
                        .body()
                        .toArray(),
                UTF_8);
        return metrics.lines()
                .filter(line -> line.startsWith("sluice_view_lag") || line.startsWith("sluice_streams_lag"))
                .allMatch(line -> line.endsWith(" 0.0"));
    }

    Duration cpu() {
        return server.cpu();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
