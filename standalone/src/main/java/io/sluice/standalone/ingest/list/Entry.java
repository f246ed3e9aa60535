package io.sluice.standalone.ingest.list;

import io.sluice.standalone.upload.ItemDetails;

/// An entry of a list.
public sealed interface Entry {

    /// A file, a directory or a URL.
    record Target(String location, ItemDetails details) implements Entry {}

    /// A line that cannot be read.
    ///
    /// @param line    number of its first line in the list, from 1
    /// @param problem one sentence
    record Bad(long line, String problem) implements Entry {}
}
