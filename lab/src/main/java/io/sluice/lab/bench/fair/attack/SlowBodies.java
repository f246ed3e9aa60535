package io.sluice.lab.bench.fair.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Uploads of 50 MB that arrive at 1.1 KB/s. Each is begun again as soon as the server has ended it.
final class SlowBodies implements Attack {

    private static final int LENGTH = 50_000_000;
    private static final int BYTES_A_SECOND = 1_126;
    private static final String BOUNDARY = "sluice-bench-slow";

    private final List<SluiceClient> clients;
    private final int width;

    /// @param clients one for each node; closed with this
    /// @param width   bodies at once
    SlowBodies(List<SluiceClient> clients, int width) {
        this.clients = clients;
        this.width = width;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void run(int worker) throws IOException, InterruptedException {
        var endpoint = clients.get(worker % clients.size()).endpoint();
        var address = endpoint.images("");
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            var output = socket.getOutputStream();
            output.write(("POST " + address.getRawPath() + " HTTP/1.1\r\nHost: " + address.getRawAuthority()
                            + "\r\nApi-Key: " + endpoint.apiKey() + "\r\nContent-Type: multipart/form-data; boundary="
                            + BOUNDARY + "\r\nContent-Length: " + LENGTH + "\r\n\r\n--" + BOUNDARY
                            + "\r\nContent-Disposition: form-data; name=\"filedata\"; filename=\"slow.jpg\"\r\n\r\n")
                    .getBytes(US_ASCII));
            while (socket.getInputStream().available() == 0) {
                output.write(new byte[BYTES_A_SECOND]);
                output.flush();
                TimeUnit.SECONDS.sleep(1); // the pace of this client
            }
        }
        throw new IOException("the server has ended a slow body");
    }

    @Override
    public void close() {
        clients.forEach(SluiceClient::close);
    }
}
