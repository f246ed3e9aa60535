package io.sluice.lab.bench.fair.attack;

import io.sluice.command.Bytes;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/// Many uploads at once: each thread sends its part without waiting for outcomes, then waits for the last one
/// and begins again.
final class Flood implements Attack {

    private static final int WIDTH = 32;

    private final List<SluiceClient> clients;
    private final int each;
    private final Supplier<byte[]> images;
    private final String optimize;

    /// @param clients  one for each node; closed with this
    /// @param count    uploads of all threads before they wait
    /// @param images   makes another image each time; called by many threads
    /// @param optimize value of `optimize_source`
    Flood(List<SluiceClient> clients, int count, Supplier<byte[]> images, String optimize) {
        this.clients = clients;
        this.each = Math.ceilDiv(count, WIDTH);
        this.images = images;
        this.optimize = optimize;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void run(int worker) throws IOException, InterruptedException {
        var client = clients.get(worker % clients.size());
        var last = "";
        for (var i = 0; i < each; i++) {
            var form = new MultipartForm()
                    .field("optimize_source", optimize)
                    .file("filedata", "flood-" + i, Bytes.of(images.get()));
            last = AcceptedUploads.start(client, form);
        }
        AcceptedUploads.await(client, last);
    }

    @Override
    public void close() {
        clients.forEach(SluiceClient::close);
    }
}
