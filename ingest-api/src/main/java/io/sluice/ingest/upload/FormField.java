package io.sluice.ingest.upload;

/// One field of a form that is no file, as it came.
record FormField(String name, String value) {}
