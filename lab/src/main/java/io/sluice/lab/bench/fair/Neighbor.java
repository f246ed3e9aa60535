package io.sluice.lab.bench.fair;

import io.sluice.command.Bytes;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The organization that is measured: uploads an image of 100 KB once a second, at one node after the other.
final class Neighbor implements AutoCloseable {

    private static final int IMAGE_BYTES = 100_000;
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final List<SluiceClient> clients;
    private final UniqueJpegs images = UniqueJpegs.of(IMAGE_BYTES);
    private final Queue<Duration> times = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /// @param clients one for each node; closed with this
    Neighbor(List<SluiceClient> clients) {
        this.clients = clients;
    }

    /// Uploads as fast as it can, so that the code of client and server is compiled.
    void warmUp(int count) throws IOException, InterruptedException {
        for (var i = 0; i < count; i++) {
            clients.get(i % clients.size()).upload(form()).expect(200, 202);
        }
    }

    /// Uploads for `duration`, and waits for the answers. An upload begins at its second also if earlier ones
    /// are still under way: otherwise a server that stands still would be measured once.
    UploadTimes measure(Duration duration) throws InterruptedException {
        times.clear();
        failures.clear();
        var count = Math.max(1, duration.dividedBy(INTERVAL));
        try (var uploads = Executors.newCachedThreadPool()) {
            var begin = System.nanoTime();
            for (var i = 0; i < count; i++) {
                var client = clients.get(i % clients.size());
                var at = begin + i * INTERVAL.toNanos();
                TimeUnit.NANOSECONDS.sleep(at - System.nanoTime()); // the pace of this client
                uploads.execute(() -> upload(client));
            }
        }
        return new UploadTimes(List.copyOf(times), List.copyOf(failures));
    }

    private void upload(SluiceClient client) {
        var form = form();
        var began = System.nanoTime();
        try {
            var answer = client.upload(form);
            if (answer.status() == 200) {
                times.add(Duration.ofNanos(System.nanoTime() - began));
            } else {
                failures.add(answer.status() == 202 ? "not decided in time" : answer.status() + " " + answer.reason());
            }
        } catch (IOException e) {
            failures.add("no answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            failures.add("interrupted");
        }
    }

    private MultipartForm form() {
        return new MultipartForm().file("filedata", "neighbor.jpg", Bytes.of(images.next()));
    }

    @Override
    public void close() {
        clients.forEach(SluiceClient::close);
    }
}
