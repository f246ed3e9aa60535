package io.sluice.ingest.upload.form;

/// A form field that is not a file, as received.
public record FormField(String name, String value) {}
