package io.sluice.standalone.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// How far a long command is: a bar in a terminal, a line now and then elsewhere. Safe for use by many threads.
public interface Progress extends AutoCloseable {

    /// More items are to be done than was known.
    void expect(long more);

    /// One item is done.
    void step();

    /// One item failed; it counts as done too.
    void fail();

    @Override
    void close();

    /// For what is too short to be shown.
    Progress NONE = new Progress() {
        @Override
        public void expect(long more) {
            // nobody looks
        }

        @Override
        public void step() {
            // nobody looks
        }

        @Override
        public void fail() {
            // nobody looks
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    /// On the error stream: a bar when that is a terminal, lines otherwise.
    @SuppressWarnings("SystemConsoleNull") // null without a terminal: JDK 25 has the old console again
    static Progress of(String what) {
        var out = System.err;
        var console = System.console();
        return console != null && console.isTerminal() ? new Bar(out, what) : new Lines(out, what);
    }

    /// Redraws itself in place, with rate and remaining time.
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

    /// Writes a line every few seconds.
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
            // every line is complete, and the summary says the rest
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
