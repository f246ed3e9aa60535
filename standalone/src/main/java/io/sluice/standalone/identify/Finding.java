package io.sluice.standalone.identify;

import io.sluice.imaging.FileImageBytes;
import io.sluice.imaging.Identification;
import io.sluice.imaging.identify.Identifier;
import java.io.IOException;
import java.nio.file.Path;

/// The result for one file.
sealed interface Finding {

    Path file();

    /// The content was identified or rejected.
    record Looked(Path file, Identification identification) implements Finding {}

    /// The file could not be read, which says nothing about its content.
    record Unreadable(Path file, String reason) implements Finding {

        static Unreadable because(Path file, IOException failure) {
            return new Unreadable(file, "the file cannot be read: " + failure);
        }
    }

    static Finding in(Path file, Identifier identifier) {
        try (var bytes = FileImageBytes.open(file)) {
            return new Looked(file, identifier.identify(bytes));
        } catch (IOException e) {
            return Unreadable.because(file, e);
        }
    }

    /// Returns whether an upload of the file would be accepted.
    default boolean accepted() {
        return this instanceof Looked looked && looked.identification instanceof Identification.Identified;
    }
}
