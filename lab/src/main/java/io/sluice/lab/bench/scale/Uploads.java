package io.sluice.lab.bench.scale;

import io.sluice.lab.bench.load.Load;
import io.sluice.lab.bench.load.UploadConnection;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Uploads of 100 KB, to one organization after the other.
final class Uploads {

    private static final int IMAGE_BYTES = 100_000;

    private final Target target;
    private final Population population;
    private final UniqueJpegs images = UniqueJpegs.of(IMAGE_BYTES);
    private final AtomicInteger next = new AtomicInteger();

    Uploads(Target target, Population population) {
        this.target = target;
        this.population = population;
    }

    Cost measure(int concurrency, int count) throws IOException, ExecutionException, InterruptedException {
        var before = target.cpu();
        var times = new Load(concurrency, count).run(images, this::caller);
        return new Cost(times, target.cpu().minus(before).dividedBy(count));
    }

    private Load.Caller caller() throws IOException {
        var connection = UploadConnection.open(target.endpoint(population.organization(0)));
        return new Load.Caller() {
            @Override
            public void call(byte[] image) throws IOException {
                connection.upload(target.endpoint(population.organization(next.getAndIncrement())), image);
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }
}
