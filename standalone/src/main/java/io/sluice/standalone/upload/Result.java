package io.sluice.standalone.upload;

/// The result of one item.
public sealed interface Result {

    /// The item was uploaded; the image may still have existed.
    ///
    /// @param binaryHash SHA-1 of the bytes as they were received
    record Uploaded(String hash, String binaryHash) implements Result {}

    /// The organization has these bytes already, so they were not sent.
    ///
    /// @param hash the newest image with these bytes; empty when the API key may not read it
    record Present(String hash, String binaryHash) implements Result {}

    /// The item was completed by an earlier run and has not changed since.
    record Unchanged() implements Result {}

    /// The item is not uploaded by design, such as a link in a directory.
    ///
    /// @param reason  `link` or `special-file`
    /// @param message one sentence
    record Skipped(String reason, String message) implements Result {}

    /// The item failed.
    ///
    /// @param reason  code of a rejection, or `unreadable`, `connection`, `http-500` and the like
    /// @param message one sentence
    record Failed(String reason, String message) implements Result {

        /// The failure of a file that is not what it was when it was found.
        static final Failed CHANGED = new Failed("unreadable", "the file was changed or removed during the upload");
    }
}
