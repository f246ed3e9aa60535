package io.sluice.standalone.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// The progress of a long command: a bar on a terminal, occasional lines elsewhere. Thread-safe.
public interface Progress extends AutoCloseable {

    /// Adds to the expected number of items.
    void expect(long more);

    /// Counts a completed item.
    void step();

    /// Counts a failed item, which is completed too.
    void fail();

    @Override
    void close();

    /// Shows nothing, for short work.
    Progress NONE = new Progress() {
        @Override
        public void expect(long more) {
            // not shown
        }

        @Override
        public void step() {
            // not shown
        }

        @Override
        public void fail() {
            // not shown
        }

        @Override
        public void close() {
            // nothing to close
        }
    };

    /// Creates a progress on standard error: a bar on a terminal, lines otherwise.
    @SuppressWarnings("SystemConsoleNull") // null without a terminal: JDK 25 has the old console again
    static Progress of(String what) {
        var out = System.err;
        var console = System.console();
        return console != null && console.isTerminal() ? new Bar(out, what) : new Lines(out, what);
    }

    /// A bar that is redrawn in place, with rate and remaining time.
    final class Bar implements Progress {

        private final ProgressBar bar;
        private final AtomicLong failed = new AtomicLong();

        private Bar(PrintStream out, String what) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName(what)
                    .setInitialMax(0)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(250)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(out))
                    .build();
        }

        @Override
        public synchronized void expect(long more) {
            bar.maxHint(bar.getMax() + more);
        }

        @Override
        public void step() {
            bar.step();
        }

        @Override
        public void fail() {
            bar.setExtraMessage(" " + failed.incrementAndGet() + " failed");
            bar.step();
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /// A line every few seconds.
    final class Lines implements Progress {

        private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

        private final PrintStream out;
        private final String what;
        private final long began = System.nanoTime();
        private long lastLine = began;
        private long expected;
        private long done;
        private long failed;

        Lines(PrintStream out, String what) {
            this.out = out;
            this.what = what;
        }

        @Override
        public synchronized void expect(long more) {
            expected += more;
        }

        @Override
        public synchronized void step() {
            done++;
            var now = System.nanoTime();
            if (now - lastLine >= INTERVAL_NANOS) {
                lastLine = now;
                out.println(line(Duration.ofNanos(now - began)));
            }
        }

        @Override
        public synchronized void fail() {
            failed++;
            step();
        }

        @Override
        public void close() {
            // every line is complete, and the summary contains the totals
        }

        synchronized String line(Duration elapsed) {
            var rate = done / Math.max(elapsed.toMillis() / 1000.0, 0.001);
            var remaining = Duration.ofMillis((long) (Math.max(expected - done, 0) / Math.max(rate, 0.001) * 1000));
            return String.format(
                    Locale.ROOT,
                    "%s: %d of %d, %.0f/s, %s left%s",
                    what,
                    done,
                    Math.max(expected, done),
                    rate,
                    Units.time(remaining),
                    failed == 0 ? "" : ", " + failed + " failed");
        }
    }
}
