package io.sluice.lab.bench.search;

import io.sluice.command.Bytes;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.Table;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Uploads at a constant rate over HTTP, whatever the time that each takes.
final class Uploads implements AutoCloseable {

    private static final int SIZE = 20_000;

    /// More uploads than this at a time mean that the server does not keep up; those due meanwhile are left
    /// out.
    private static final int MAX_UNANSWERED = 64;

    private final SluiceClient client;
    private final UniqueJpegs images = UniqueJpegs.of(SIZE);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService uploading = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger leftOut = new AtomicInteger();

    private Uploads(SluiceClient client) {
        this.client = client;
    }

    /// @param rate uploads a second; none with 0
    static Uploads start(SluiceClient client, int rate) {
        var uploads = new Uploads(client);
        if (rate > 0) {
            var _ = uploads.clock.scheduleAtFixedRate(
                    uploads::next, 0, TimeUnit.SECONDS.toMicros(1) / rate, TimeUnit.MICROSECONDS);
        }
        return uploads;
    }

    private void next() {
        if (unanswered.get() >= MAX_UNANSWERED) {
            leftOut.incrementAndGet();
            return;
        }
        unanswered.incrementAndGet();
        var image = Bytes.of(images.next());
        var _ = uploading.submit(() -> upload(image));
    }

    private void upload(Bytes image) {
        var began = System.nanoTime();
        try {
            var form = new MultipartForm().file("filedata", "added.jpg", image);
            if (client.upload(form).status() == 200) {
                times.add(System.nanoTime() - began);
            } else {
                failed.incrementAndGet();
            }
        } catch (IOException _) {
            failed.incrementAndGet();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            unanswered.decrementAndGet();
        }
    }

    String report() {
        var answered = List.copyOf(times);
        var table = new Table("uploads", "median ms", "p99 ms", "longest ms");
        SearchTimes.row(
                table,
                answered.size() + " answered, " + failed + " failed, " + leftOut + " left out",
                answered.stream().mapToLong(Long::longValue).toArray());
        return table.render();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        uploading.shutdown();
        try {
            if (!uploading.awaitTermination(1, TimeUnit.MINUTES)) {
                uploading.shutdownNow();
            }
        } catch (InterruptedException _) {
            uploading.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
