package io.sluice.standalone.bench;

import io.sluice.command.Bytes;
import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.console.Table;
import io.sluice.standalone.console.Units;
import io.sluice.standalone.sample.UniqueJpegs;
import io.sluice.store.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/// Measures pipeline and store in turn, so that whatever else the machine does meets both.
final class Rounds {

    private static final int WARM_UP_CONCURRENCY = 16;

    /// Where the bytes go that are written straight into the store.
    private static final Organization RAW = new Organization("bench-raw");

    private final UniqueJpegs images;
    private final Endpoint endpoint;
    private final ObjectStore store;
    private final PrintWriter out;
    private final Queue<BlobKey> written = new ConcurrentLinkedQueue<>();

    /// Everything is handed in and stays open.
    Rounds(UniqueJpegs images, Endpoint endpoint, ObjectStore store, PrintWriter out) {
        this.images = images;
        this.endpoint = endpoint;
        this.store = store;
        this.out = out;
    }

    void run(int warmUp, int count, List<Integer> concurrencies, int rounds)
            throws ExecutionException, InterruptedException {
        try (var client = new SluiceClient(endpoint)) {
            var size = images.next().length;
            say("Images of " + Units.bytes(size) + ", " + rounds + " rounds; warming up with " + warmUp + " uploads …");
            if (warmUp > 0) {
                new Load(WARM_UP_CONCURRENCY, warmUp).run(images, image -> upload(client, image));
                writeRound(new Load(WARM_UP_CONCURRENCY, warmUp));
            }
            var table = new Table("at once", "what", "images/s", "MB/s", "p50", "p99", "of the store's rate");
            for (int concurrency : concurrencies) {
                var load = new Load(concurrency, concurrency == 1 ? Math.max(1, count / 4) : count);
                var pipeline = Measurement.NONE;
                var raw = Measurement.NONE;
                for (var round = 0; round < rounds; round++) {
                    pipeline = pipeline.and(load.run(images, image -> upload(client, image)));
                    raw = raw.and(writeRound(load));
                }
                row(table, concurrency, "pipeline", size, pipeline, ratio(pipeline.rate() / raw.rate()));
                row(table, concurrency, "store alone", size, raw, "");
            }
            say("\n" + table.render());
        }
    }

    private static void upload(SluiceClient client, byte[] image) throws IOException, InterruptedException {
        client.upload(new MultipartForm().file("filedata[0]", "bench.jpg", Bytes.of(image)), Map.of())
                .expect(200);
    }

    /// Writes straight into the store; the objects are removed again when that is no longer timed.
    private Measurement writeRound(Load load) throws ExecutionException, InterruptedException {
        var measurement = load.run(images, this::write);
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

    private static void row(Table table, int concurrency, String what, int size, Measurement measured, String ratio) {
        table.row(
                concurrency,
                what,
                String.format(Locale.ROOT, "%.0f", measured.rate()),
                String.format(Locale.ROOT, "%.1f", measured.rate() * size / 1e6),
                Units.time(measured.percentile(50)),
                Units.time(measured.percentile(99)),
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
