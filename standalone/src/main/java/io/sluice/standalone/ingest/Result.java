package io.sluice.standalone.ingest;

/// What became of one item.
sealed interface Result {

    /// It was uploaded; the server may still have known the bytes from elsewhere.
    record Uploaded(String hash) implements Result {}

    /// The organization has these bytes already, so they were not sent.
    record Present(String binaryHash) implements Result {}

    /// A run before this one finished it, and it has not changed since.
    record Unchanged() implements Result {}

    /// It could not be ingested.
    ///
    /// @param reason  code of the catalogue of rejections, or `unreadable`, `connection`, `http-500` and the like
    /// @param message one sentence
    record Failed(String reason, String message) implements Result {}
}
