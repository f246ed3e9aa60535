package io.sluice.streams;

import io.sluice.watch.Heartbeat;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.KafkaStreams.State;
import org.jspecify.annotations.Nullable;

/// The progress of one instance: its application's heartbeat beats while the instance polls or rebalances,
/// and while Kafka is unavailable. For one thread.
final class InstanceProgress {

    /// Maximum duration of a rebalance: other members may need that long for their last records
    /// (`max.poll.interval.ms`).
    static final Duration REBALANCE = Duration.ofMinutes(5);

    /// A thread that has not polled for this long hangs in a record: an idle thread polls every second, a
    /// busy one after each batch, also on a starved machine.
    private static final Duration LONGEST_RECORD = Duration.ofMinutes(2);

    private final StreamsInstance instance;
    private final Duration pollCheck;
    private final BooleanSupplier reachable;
    private final Heartbeat heartbeat;

    private long restored = -1;
    private long checkPollsAt = System.nanoTime();
    private boolean polls = true;
    private @Nullable State before;

    /// @param pollCheck interval between two checks of when the instance polled
    /// @param reachable whether Kafka is available
    InstanceProgress(StreamsInstance instance, Duration pollCheck, BooleanSupplier reachable, Heartbeat heartbeat) {
        this.instance = instance;
        this.pollCheck = pollCheck;
        this.reachable = reachable;
        this.heartbeat = heartbeat;
    }

    /// Beats the heartbeat if the instance, which is in `state`, has made progress since the last check.
    void check(State state) {
        if (state == State.RUNNING) {
            if (System.nanoTime() - checkPollsAt >= 0) {
                polls = instance.sinceLastPoll().compareTo(LONGEST_RECORD) < 0;
                checkPollsAt = System.nanoTime() + pollCheck.toNanos();
            }
            if (polls || !reachable.getAsBoolean()) {
                heartbeat.beat();
            }
        } else if (state != before || instance.restored() != restored || !reachable.getAsBoolean()) {
            heartbeat.beat(REBALANCE);
        }
        before = state;
        restored = instance.restored();
    }
}
