package io.sluice.ingest.upload.admission;

/// The state of the upload queue.
///
/// @param length  number of unfinished uploads
/// @param overdue whether the oldest uploads have waited longer than allowed
public record Backlog(long length, boolean overdue) {

    public static final Backlog NONE = new Backlog(0, false);
}
