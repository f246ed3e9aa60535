package io.sluice.lab.bench;

import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.lab.bench.load.Load;
import io.sluice.lab.bench.load.Measurement;
import io.sluice.lab.bench.load.UploadConnection;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import io.sluice.store.ObjectStore;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/// Alternating measurements of pipeline and store, so that other work on the machine affects both.
final class Rounds {

    private static final int WARM_UP_BATCH = 1000;

    /// Minimum ratio of a batch's rate to the best previous rate for the server to count as getting faster.
    private static final double FASTER = 1.05;

    /// Consecutive batches that were not faster after which the server is warm: a single one may be slowed by
    /// other work.
    private static final int NOT_FASTER = 3;

    /// The organization of the bytes that are written directly to the store.
    private static final Organization RAW = new Organization("bench-raw");

    private final UniqueJpegs images;
    private final Endpoint endpoint;
    private final ObjectStore store;
    private final Probe server;
    private final PrintWriter out;
    private final Queue<BlobKey> written = new ConcurrentLinkedQueue<>();

    /// Creates the benchmark; the caller closes the arguments.
    Rounds(UniqueJpegs images, Endpoint endpoint, ObjectStore store, Probe server, PrintWriter out) {
        this.images = images;
        this.endpoint = endpoint;
        this.store = store;
        this.server = server;
        this.out = out;
    }

    /// @param warmUp maximum number of uploads before the measurement
    void run(int warmUp, int count, List<Integer> concurrencies, int rounds)
            throws IOException, ExecutionException, InterruptedException {
        var size = images.next().length;
        say("Images of " + Units.bytes(size) + ", " + rounds + " rounds; warming up with at most " + warmUp
                + " uploads …");
        warmUp(warmUp, Collections.max(concurrencies));
        var table = new Table("at once", "what", "images/s", "MB/s", "p50", "p99", "server CPU", "of the store's rate");
        for (int concurrency : concurrencies) {
            var load = new Load(concurrency, concurrency == 1 ? Math.max(1, count / 4) : count);
            if (warmUp > 0) {
                uploadRound(load);
                writeRound(load);
            }
            var pipeline = Measurement.NONE;
            var raw = Measurement.NONE;
            var cpu = Duration.ZERO;
            for (var round = 0; round < rounds; round++) {
                var before = server.cpu();
                var from = Instant.now();
                pipeline = pipeline.and(uploadRound(load));
                var used = server.cpu().minus(before);
                server.measured(from, Instant.now(), used, load.count());
                cpu = cpu.plus(used);
                raw = raw.and(writeRound(load));
            }
            var perImage = cpu.isZero() ? "" : Units.time(cpu.dividedBy((long) load.count() * rounds));
            row(table, concurrency, "pipeline", size, pipeline, perImage, ratio(pipeline.rate() / raw.rate()));
            row(table, concurrency, "store alone", size, raw, "", "");
        }
        say("\n" + table.render());
    }

    /// Uploads until the rate no longer increases: a server compiles its code while it runs.
    private void warmUp(int most, int concurrency) throws IOException, ExecutionException, InterruptedException {
        var best = 0.0;
        var uploads = 0;
        var last = 0.0;
        for (var notFaster = 0; uploads < most && notFaster < NOT_FASTER; ) {
            var batch = new Load(concurrency, Math.min(WARM_UP_BATCH, most - uploads));
            last = uploadRound(batch).rate();
            uploads += batch.count();
            notFaster = last > best * FASTER ? 0 : notFaster + 1;
            best = Math.max(best, last);
        }
        if (uploads > 0) {
            say(String.format(Locale.ROOT, "Warm after %d uploads, the last of them at %.0f images/s.", uploads, last));
        }
    }

    private Measurement uploadRound(Load load) throws IOException, ExecutionException, InterruptedException {
        return load.run(images, () -> UploadConnection.open(endpoint));
    }

    /// Writes directly to the store; the objects are deleted afterwards, which is not measured.
    private Measurement writeRound(Load load) throws IOException, ExecutionException, InterruptedException {
        var measurement = load.run(images, () -> this::write);
        for (var key = written.poll(); key != null; key = written.poll()) {
            store.delete(key);
        }
        return measurement;
    }

    private void write(byte[] image) throws IOException {
        var key = BlobKey.unique(RAW);
        try (var writer = store.write(key)) {
            writer.write(image);
            writer.complete();
        }
        written.add(key);
    }

    private static void row(
            Table table, int concurrency, String what, int size, Measurement measured, String cpu, String ratio) {
        table.row(
                concurrency,
                what,
                String.format(Locale.ROOT, "%.0f", measured.rate()),
                String.format(Locale.ROOT, "%.1f", measured.rate() * size / 1e6),
                Units.time(measured.percentile(50)),
                Units.time(measured.percentile(99)),
                cpu,
                ratio);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }
}
