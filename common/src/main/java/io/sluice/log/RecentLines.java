package io.sluice.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The lines of the last minute, each with the number of its repetitions since it was written. It holds a
/// bounded number of lines; the oldest is removed first. Safe for use by many threads.
///
/// @param <K> the key that same lines have in common
final class RecentLines<K> {

    /// A line to be written: an event, and the number of its omitted repetitions.
    record Due(ILoggingEvent event, long repeated) {}

    private final Duration window;

    /// Guarded by this; in the order in which lines were written.
    private final SequencedMap<K, Line> lines;

    /// Lines that were removed because of the bound although they had repetitions. Guarded by this.
    private final List<Due> pushedOut = new ArrayList<>();

    private final int most;

    private static final class Line {
        private final long writtenAt;
        private @Nullable ILoggingEvent last;
        private long repeated;

        private Line(long writtenAt) {
            this.writtenAt = writtenAt;
        }
    }

    RecentLines(Duration window, int most) {
        this.window = window;
        this.most = most;
        this.lines = new LinkedHashMap<>(2 * most);
    }

    /// Records a line.
    ///
    /// @param now in nanoseconds, of a clock that does not go back
    /// @return whether to write it now; otherwise it is due later
    synchronized boolean isNew(K key, ILoggingEvent event, long now) {
        var line = lines.get(key);
        if (line != null && (now - line.writtenAt < window.toNanos() || line.repeated > 0)) {
            line.last = event;
            line.repeated++;
            return false;
        }
        lines.remove(key);
        lines.put(key, new Line(now));
        if (lines.size() > most) {
            removeOldest();
        }
        return true;
    }

    /// Returns repeated lines whose minute is over: they are written now, which starts a new minute for them.
    synchronized List<Due> due(long now) {
        var due = new ArrayList<>(pushedOut);
        pushedOut.clear();
        var writtenAgain = new ArrayList<K>();
        for (var entry : lines.entrySet()) {
            var line = entry.getValue();
            if (now - line.writtenAt < window.toNanos()) {
                break; // those after it are younger
            }
            if (line.last != null) {
                due.add(new Due(line.last, line.repeated));
                writtenAgain.add(entry.getKey());
            }
        }
        for (var key : writtenAgain) {
            lines.remove(key);
            lines.put(key, new Line(now));
        }
        return due;
    }

    /// Whether a line is due now or later.
    synchronized boolean hasRepeated() {
        return !pushedOut.isEmpty() || lines.values().stream().anyMatch(line -> line.repeated > 0);
    }

    /// Returns all repeated lines, whether their minute is over or not.
    synchronized List<Due> drain() {
        var due = new ArrayList<>(pushedOut);
        pushedOut.clear();
        for (var line : lines.values()) {
            if (line.last != null) {
                due.add(new Due(line.last, line.repeated));
            }
        }
        lines.clear();
        return due;
    }

    private void removeOldest() {
        var oldest = lines.pollFirstEntry();
        if (oldest != null && oldest.getValue().last != null && pushedOut.size() < most) {
            pushedOut.add(new Due(oldest.getValue().last, oldest.getValue().repeated));
        }
    }
}
