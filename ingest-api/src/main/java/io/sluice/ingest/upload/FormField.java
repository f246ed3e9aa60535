package io.sluice.ingest.upload;

/// A form field that is not a file, as received.
record FormField(String name, String value) {}
