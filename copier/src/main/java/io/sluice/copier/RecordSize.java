package io.sluice.copier;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.image.SourceImage;
import io.sluice.kafka.Json;
import java.io.UncheckedIOException;

/// How many bytes an image takes in a command to the catalog.
final class RecordSize {

    /// The copy's key and the JSON around both, at most.
    private static final int AROUND = 600;

    private RecordSize() {}

    static int of(SourceImage image) {
        try {
            return Json.MAPPER.writeValueAsBytes(image).length + AROUND;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write the image " + image.hash(), e);
        }
    }
}
