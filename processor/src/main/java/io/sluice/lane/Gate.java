package io.sluice.lane;

/// A condition for the beginning of tasks of a lane. Called with the lane's lock held.
@FunctionalInterface
public interface Gate<T> {

    /// Returns whether the task may begin while `running` others of the lane are in progress.
    boolean admits(T task, int running);
}
