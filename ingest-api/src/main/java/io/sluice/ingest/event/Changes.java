package io.sluice.ingest.event;

import io.sluice.command.Job;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The changes of this node's views, for all who have to learn of them. Safe for use by many threads.
public final class Changes {

    private final EventLog log = new EventLog();
    private final List<Consumer<Job>> jobs = new CopyOnWriteArrayList<>();

    /// Returns the log to which all changes are added.
    public EventLog log() {
        return log;
    }

    /// Must be called after a view shows this state of a job.
    public void jobChanged(Job job) {
        jobs.forEach(listener -> listener.accept(job));
        log.jobChanged(job);
    }

    /// Calls `listener` with every state of a job from now on.
    public void onJob(Consumer<Job> listener) {
        jobs.add(listener);
    }
}
