package io.sluice.streams;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// A wall-clock schedule of a Streams task that rests while there is nothing to do.
///
/// Streams commits a task after each punctuation, whatever it has done: a plain schedule of 100 ms writes to the
/// consumer offsets ten times a second in a process that is idle. For use by the stream thread alone.
public final class Ticks {

    /// Runs no more until the next [#wake()].
    public static final Duration REST = Duration.ZERO;

    private final ProcessorContext<?, ?> context;
    private final Duration shortest;
    private final Action action;
    private Duration interval = REST;
    private @Nullable Cancellable schedule;

    /// What is run at each tick.
    @FunctionalInterface
    public interface Action {

        /// @return interval of the ticks that follow, or [#REST]
        Duration run(Instant now);
    }

    private Ticks(ProcessorContext<?, ?> context, Duration shortest, Action action) {
        this.context = context;
        this.shortest = shortest;
        this.action = action;
    }

    /// Starts with a tick after `shortest`.
    ///
    /// @param context  of the processor, which is being initialized
    /// @param shortest interval after [#wake()]
    public static Ticks start(ProcessorContext<?, ?> context, Duration shortest, Action action) {
        var ticks = new Ticks(context, shortest, action);
        ticks.wake();
        return ticks;
    }

    /// Sets the shortest interval, since there may be something to do.
    public void wake() {
        every(shortest);
    }

    private void every(Duration next) {
        if (next.equals(interval)) {
            return;
        }
        if (schedule != null) {
            schedule.cancel();
        }
        schedule = next.equals(REST)
                ? null
                : context.schedule(
                        next, PunctuationType.WALL_CLOCK_TIME, now -> every(action.run(Instant.ofEpochMilli(now))));
        interval = next;
    }
}
