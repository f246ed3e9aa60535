package io.sluice.view.follow;

import io.sluice.kafka.follow.TopicFollower;
import java.time.Duration;
import java.util.Optional;

/// A view that one follower of topics updates.
public abstract class FollowingView implements AutoCloseable {

    /// Returns the follower, which the view starts and this class closes.
    protected abstract TopicFollower follower();

    /// Returns whether the view contains everything that was on its topics when it started.
    public boolean caughtUp() {
        return follower().caughtUp();
    }

    /// Returns the time since the view last contained all records of its topics, see [TopicFollower#age()].
    public Duration age() {
        return follower().age();
    }

    /// Returns the failure that stopped the view from following; the process must be restarted then.
    public Optional<Throwable> failure() {
        return Optional.ofNullable(follower().failure());
    }

    @Override
    public void close() {
        follower().close();
    }
}
