package io.sluice.ingest.event;

/// Something that has changed in an organization; its state is read when it is sent.
///
/// @param key the id of the operation or job, or the hash of the image
record Change(Kind kind, String key) {

    /// What has changed; the lower-case name is the type of its event.
    enum Kind {
        OPERATION,
        JOB,
        IMAGE
    }
}
