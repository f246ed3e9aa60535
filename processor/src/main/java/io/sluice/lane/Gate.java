package io.sluice.lane;

/// Decides which tasks of a lane may begin. Asked with the lane's lock held.
@FunctionalInterface
public interface Gate<T> {

    /// Whether the task may begin while so many others of the lane are being done.
    boolean admits(T task, int running);
}
