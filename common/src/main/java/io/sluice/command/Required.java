package io.sluice.command;

import org.jspecify.annotations.Nullable;

/// The check of fields that JSON may lack.
///
/// @param record name of the record that needs the fields, with its article
record Required(String record) {

    static final Required ENVELOPE = new Required("a command");
    static final Required CATALOG_COMMAND = new Required("a catalog command");
    static final Required COPY_COMMAND = new Required("a copy command");
    static final Required UPLOAD_COMMAND = new Required("an upload command");

    /// @param name name of the field in JSON
    /// @throws IllegalArgumentException when `value` is null
    void field(String name, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(record + " needs the field \"" + name + '"');
        }
    }
}
