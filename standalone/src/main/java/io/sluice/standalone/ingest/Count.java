package io.sluice.standalone.ingest;

import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.upload.Item;
import java.io.IOException;

/// A count of the items ahead of a run, so that the remaining time can be estimated.
final class Count implements AutoCloseable {

    private final Items items;
    private final Progress progress;
    private final Thread thread;

    private boolean begun;

    Count(Items items, Progress progress) {
        this.items = items;
        this.progress = progress;
        this.thread = Thread.ofVirtual().name("sluice-count").unstarted(this::count);
        progress.expectMore(true);
    }

    /// Begins to count, unless it has begun. Not before there is something to upload: a run that only looks at files
    /// would take twice as long.
    void begin() {
        if (!begun && items.areRepeatable()) {
            thread.start();
        }
        begun = true;
    }

    /// Stops counting.
    @Override
    public void close() {
        thread.interrupt();
    }

    private void count() {
        try {
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
