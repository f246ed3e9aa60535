package io.sluice.standalone.ingest;

/// The result of one item.
sealed interface Result {

    /// The item was uploaded; the image may still have existed.
    record Uploaded(String hash) implements Result {}

    /// The organization has these bytes already, so they were not sent.
    record Present(String binaryHash) implements Result {}

    /// The item was completed by an earlier run and has not changed since.
    record Unchanged() implements Result {}

    /// The item failed.
    ///
    /// @param reason  code of a rejection, or `unreadable`, `connection`, `http-500` and the like
    /// @param message one sentence
    record Failed(String reason, String message) implements Result {}
}
