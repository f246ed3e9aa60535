package io.sluice.ingest.upload.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.command.Rejection;
import io.sluice.ingest.wire.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// The fields of a form, collected within the limits.
final class FieldCollector {

    private final UploadLimits limits;
    private final List<FormField> fields = new ArrayList<>();
    private long bytes;

    FieldCollector(UploadLimits limits) {
        this.limits = limits;
    }

    /// Reads the whole value as UTF-8.
    void add(String name, InputStream value) throws IOException {
        var read = value.readNBytes(limits.maxFieldBytes() + 1);
        if (read.length > limits.maxFieldBytes()) {
            throw refused("The field " + shortened(name) + " is longer than the limit of " + limits.maxFieldBytes()
                    + " bytes");
        }
        add(name, new String(read, UTF_8), read.length);
    }

    void add(String name, String value) {
        add(name, value, value.length());
    }

    List<FormField> fields() {
        return fields;
    }

    private void add(String name, String value, int length) {
        bytes += name.length() + length;
        if (bytes > limits.maxFieldsBytes()) {
            throw refused("The fields together are longer than the limit of " + limits.maxFieldsBytes() + " bytes");
        }
        if (fields.size() == limits.maxFields()) {
            throw refused("There are more than " + limits.maxFields() + " fields");
        }
        fields.add(new FormField(name, value));
    }

    private static String shortened(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + '…';
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(new Rejection.MalformedRequest(detail));
    }
}
