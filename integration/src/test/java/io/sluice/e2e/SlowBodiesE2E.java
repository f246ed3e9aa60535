package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.Bytes;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One organization keeps as many uploads open as it can, another one uploads.
@ExtendWith(RunningServer.Shared.class)
class SlowBodiesE2E {

    private static final int AT_ONCE = 64;
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void fillingTheShareOfOneOrganizationFailsNoUploadOfAnother(RunningServer server) throws Exception {
        var images = UniqueJpegs.of(100_000);
        var slow = new ArrayList<Socket>();
        var sending = new AtomicBoolean(true);
        try (var slowly = server.signUp("slow-bodies");
                var neighbor = server.signUp("beside-slow-bodies")) {
            for (var i = 0; i < AT_ONCE; i++) {
                slow.add(begin(slowly.endpoint()));
            }
            var pace = Thread.ofPlatform().daemon().start(() -> sendSlowly(slow, sending));
            await().atMost(LONG).until(() -> bodies(neighbor) >= AT_ONCE / 4);

            for (var i = 0; i < 30; i++) {
                var form = new MultipartForm().file("filedata", "neighbor.jpg", Bytes.of(images.next()));
                assertThat(neighbor.upload(form).status()).as("upload %d", i).isEqualTo(200);
            }
            assertThat(bodies(neighbor)).isLessThanOrEqualTo(AT_ONCE / 2.0);

            sending.set(false);
            pace.join();
            for (var socket : slow) {
                socket.close();
            }
            await().atMost(LONG).until(() -> bodies(neighbor) == 0);
        } finally {
            sending.set(false);
        }
    }

    /// Begins an upload of 50 MB.
    private static Socket begin(Endpoint endpoint) throws IOException {
        var address = endpoint.images("");
        var socket = new Socket(address.getHost(), address.getPort());
        socket.getOutputStream()
                .write(("POST " + address.getRawPath() + " HTTP/1.1\r\nHost: x\r\nApi-Key: " + endpoint.apiKey()
                                + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 50000000\r\n\r\n"
                                + "--x\r\nContent-Disposition: form-data; name=\"filedata\"; filename=\"a.jpg\"\r\n\r\n")
                        .getBytes(US_ASCII));
        return socket;
    }

    /// Sends a little over 1 KB a second to each connection that still stands.
    private static void sendSlowly(List<Socket> sockets, AtomicBoolean sending) {
        var open = new ArrayList<>(sockets);
        while (sending.get() && !open.isEmpty()) {
            open.removeIf(socket -> {
                try {
                    socket.getOutputStream().write(new byte[110]);
                    return false;
                } catch (IOException _) {
                    return true; // refused, since its organization has its share
                }
            });
            try {
                Thread.sleep(100); // the pace of these clients
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Number of bodies that the server reads.
    private static double bodies(SluiceClient client) throws IOException, InterruptedException {
        return client.get(client.endpoint().route("/metrics"))
                .expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith("sluice_upload_bodies "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
