package io.sluice.lab.bench.fair.attack;

import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/// Requests with a hundred URLs of servers that do not answer.
final class SlowAddresses implements Attack {

    private static final int URLS = 100;

    private final List<SluiceClient> clients;
    private final SlowServer server;
    private final int requests;

    /// @param clients  one for each node; closed with this
    /// @param server   closed with this
    /// @param requests requests at once
    SlowAddresses(List<SluiceClient> clients, SlowServer server, int requests) {
        this.clients = clients;
        this.server = server;
        this.requests = requests;
    }

    @Override
    public int width() {
        return requests;
    }

    @Override
    public void run(int worker) throws IOException, InterruptedException {
        var client = clients.get(worker % clients.size());
        var form = new MultipartForm();
        for (var i = 0; i < URLS; i++) {
            form.field("url[" + i + "]", server.address(i) + UUID.randomUUID() + ".jpg");
        }
        AcceptedUploads.await(client, AcceptedUploads.start(client, form));
    }

    @Override
    public void close() {
        clients.forEach(SluiceClient::close);
        server.close();
    }
}
