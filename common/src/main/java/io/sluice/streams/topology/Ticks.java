package io.sluice.streams.topology;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// A wall-clock schedule of a Streams task that pauses while there is no work.
///
/// Streams commits a task after each punctuation, whatever it has done: a plain schedule of 100 ms writes to
/// the consumer offsets ten times a second in an idle process. For use by the stream thread alone.
public final class Ticks {

    /// The interval that pauses the schedule until the next [#wake()].
    public static final Duration PAUSE = Duration.ZERO;

    private final ProcessorContext<?, ?> context;
    private final Duration shortest;
    private final Action action;
    private Duration interval = PAUSE;
    private @Nullable Cancellable schedule;

    /// The action of each tick.
    @FunctionalInterface
    public interface Action {

        /// @return interval of the following ticks, or [#PAUSE]
        Duration run(Instant now);
    }

    private Ticks(ProcessorContext<?, ?> context, Duration shortest, Action action) {
        this.context = context;
        this.shortest = shortest;
        this.action = action;
    }

    /// Starts a schedule with a tick after `shortest`.
    ///
    /// @param context  context of the processor, which is being initialized
    /// @param shortest interval after [#wake()]
    public static Ticks start(ProcessorContext<?, ?> context, Duration shortest, Action action) {
        var ticks = new Ticks(context, shortest, action);
        ticks.wake();
        return ticks;
    }

    /// Resumes the shortest interval, because there may be work.
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
        schedule = next.equals(PAUSE)
                ? null
                : context.schedule(
                        next, PunctuationType.WALL_CLOCK_TIME, now -> every(action.run(Instant.ofEpochMilli(now))));
        interval = next;
    }
}
