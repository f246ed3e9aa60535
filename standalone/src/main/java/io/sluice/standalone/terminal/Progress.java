package io.sluice.standalone.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// The progress of a long command: a bar on a terminal, occasional lines elsewhere. Thread-safe.
public interface Progress extends AutoCloseable {

    /// Adds to the expected number of items.
    void expect(long more);

    /// Sets whether the expected number is final, so that the remaining time can be estimated. It is final unless
    /// this is called.
    void expectMore(boolean more);

    /// Shows a message in a line of its own.
    void say(String message);

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
        public void expectMore(boolean more) {
            // not shown
        }

        @Override
        public void say(String message) {
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
        return console != null && console.isTerminal() ? new Bar(out, what) : new Lines(out, what, System.nanoTime());
    }

    /// A bar that is redrawn in place, with rate and remaining time.
    final class Bar implements Progress {

        private final PrintStream out;
        private final ProgressBar bar;
        private final Pace pace = new Pace(System.nanoTime());
        private long failed;
        private boolean more;

        private Bar(PrintStream out, String what) {
            this.out = out;
            this.bar = new ProgressBarBuilder()
                    .setTaskName(what)
                    .setInitialMax(0)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(250)
                    .hideEta()
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(out))
                    .build();
        }

        @Override
        public synchronized void expect(long more) {
            bar.maxHint(bar.getMax() + more);
        }

        @Override
        public synchronized void expectMore(boolean yes) {
            more = yes;
        }

        @Override
        public void say(String message) {
            // a line break keeps the bar above
            out.println("\n" + message);
        }

        @Override
        public synchronized void step() {
            bar.step();
            var now = System.nanoTime();
            pace.add(now, bar.getCurrent());
            bar.setExtraMessage(details(
                    more ? Optional.empty() : pace.left(now, bar.getCurrent(), bar.getMax() - bar.getCurrent()),
                    failed));
        }

        @Override
        public synchronized void fail() {
            failed++;
            step();
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
        private final Pace pace;
        private long lastLine;
        private long expected;
        private long done;
        private long failed;
        private boolean more;

        Lines(PrintStream out, String what, long began) {
            this.out = out;
            this.what = what;
            this.pace = new Pace(began);
            this.lastLine = began;
        }

        @Override
        public synchronized void expect(long more) {
            expected += more;
        }

        @Override
        public synchronized void expectMore(boolean yes) {
            more = yes;
        }

        @Override
        public void say(String message) {
            out.println(message);
        }

        @Override
        public void step() {
            step(System.nanoTime());
        }

        synchronized void step(long now) {
            done++;
            pace.add(now, done);
            if (now - lastLine >= INTERVAL_NANOS) {
                lastLine = now;
                out.println(line(now));
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

        private String line(long now) {
            var of = more || expected < done ? "" : " of " + expected;
            var left = more ? Optional.<Duration>empty() : pace.left(now, done, expected - done);
            return String.format(
                    Locale.ROOT, "%s: %d%s, %.0f/s%s", what, done, of, pace.rate(now, done), details(left, failed));
        }
    }

    private static String details(Optional<Duration> left, long failed) {
        var time = left.map(some -> ", " + Units.time(some) + " left").orElse("");
        return failed == 0 ? time : time + ", " + failed + " failed";
    }
}
