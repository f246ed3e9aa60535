package io.sluice.ingest.upload;

/// How much waits on the queue of uploads.
///
/// @param length  uploads that no worker has finished
/// @param overdue whether the oldest wait longer than they may
public record Backlog(long length, boolean overdue) {

    public static final Backlog NONE = new Backlog(0, false);
}
