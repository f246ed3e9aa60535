package io.sluice.standalone.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.standalone.terminal.Printable;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import java.io.PrintWriter;

/// The forms in which found images are printed.
sealed interface ImageLines {

    /// Prints an image, or collects it for [#end].
    void image(JsonNode image);

    /// Prints what was collected.
    default void end() {}

    /// One JSON object a line.
    record JsonLines(PrintWriter out) implements ImageLines {
        @Override
        public void image(JsonNode image) {
            out.println(image);
        }
    }

    /// One hash a line.
    record Hashes(PrintWriter out) implements ImageLines {
        @Override
        public void image(JsonNode image) {
            out.println(image.path("hash").asText());
        }
    }

    /// One image a line, with its values separated by tabs.
    record Lines(PrintWriter out) implements ImageLines {
        @Override
        public void image(JsonNode image) {
            out.println(String.join(
                    "\t",
                    image.path("hash").asText(),
                    image.path("created").asText(),
                    image.path("format").asText(),
                    image.path("width").asText(),
                    image.path("height").asText(),
                    image.path("size").asText(),
                    Printable.of(image.path("name").asText())));
        }
    }

    /// A table, for a terminal.
    record Columns(PrintWriter out, Table table) implements ImageLines {

        Columns(PrintWriter out) {
            this(out, new Table("hash", "created", "format", "dimensions", "size", "name"));
        }

        @Override
        public void image(JsonNode image) {
            table.row(
                    image.path("short_hash").asText(),
                    image.path("created").asText(),
                    image.path("format").asText(),
                    image.path("width").asText() + " × " + image.path("height").asText(),
                    Units.bytes(image.path("size").asLong()),
                    Printable.of(image.path("name").asText()));
        }

        @Override
        public void end() {
            out.println(table.render());
        }
    }
}
