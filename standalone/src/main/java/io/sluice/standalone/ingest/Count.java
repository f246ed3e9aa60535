package io.sluice.standalone.ingest;

import io.sluice.standalone.console.Progress;
import io.sluice.standalone.upload.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A count of the items ahead of a run, so that the remaining time can be estimated. It begins only when the run
/// takes a while: a short one needs no estimate.
final class Count implements AutoCloseable {

    private static final Duration DELAY = Duration.ofSeconds(2);

    private final Items items;
    private final Progress progress;
    private final Thread thread;

    private Count(Items items, Progress progress) {
        this.items = items;
        this.progress = progress;
        this.thread = Thread.ofVirtual().name("sluice-count").unstarted(this::count);
    }

    static Count start(Items items, Progress progress) {
        progress.expectMore(true);
        var count = new Count(items, progress);
        if (items.areRepeatable()) {
            count.thread.start();
        }
        return count;
    }

    /// Stops counting.
    @Override
    public void close() {
        thread.interrupt();
    }

    private void count() {
        try {
            TimeUnit.MILLISECONDS.sleep(DELAY.toMillis());
            items.visit(new Counter());
            progress.expectMore(false);
        } catch (IOException | IllegalArgumentException _) {
            // the run itself reports it
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A visitor that ends when the count is stopped.
    private final class Counter implements Items.Visitor {

        private static final int CHECK_INTERVAL = 100;

        private int counted;

        @Override
        public void item(Item item) throws InterruptedException {
            expect();
        }

        @Override
        public void failed(String location, String reason, String message) throws InterruptedException {
            expect();
        }

        @Override
        public void skipped(String location, String reason, String message) throws InterruptedException {
            expect();
        }

        private void expect() throws InterruptedException {
            progress.expect(1);
            if (++counted % CHECK_INTERVAL == 0 && Thread.interrupted()) {
                throw new InterruptedException("the run has ended");
            }
        }
    }
}
