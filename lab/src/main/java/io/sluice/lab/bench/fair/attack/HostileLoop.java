package io.sluice.lab.bench.fair.attack;

import io.sluice.lab.bench.fair.file.HostileFiles;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.util.List;

/// Uploads of files that are made to do harm, all of them by each thread, again and again.
final class HostileLoop implements Attack {

    private final List<SluiceClient> clients;
    private final int width;
    private final List<HostileFiles.Hostile> files = HostileFiles.all();

    /// @param clients one for each node; closed with this
    /// @param width   threads
    HostileLoop(List<SluiceClient> clients, int width) {
        this.clients = clients;
        this.width = width;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void run(int worker) throws IOException, InterruptedException {
        var client = clients.get(worker % clients.size());
        for (var i = 0; i < files.size(); i++) {
            var file = files.get((worker + i) % files.size()); // not all of them the same at the same time
            var form =
                    new MultipartForm().field("optimize_source", "png").file("filedata", file.name(), file.content());
            var answer = client.upload(form); // refused or not
            if (answer.status() == 429 || answer.status() >= 500) {
                throw new IOException("not looked at: " + answer.status() + ", " + answer.reason());
            }
        }
    }

    @Override
    public void close() {
        clients.forEach(SluiceClient::close);
    }
}
