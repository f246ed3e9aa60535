package io.sluice.copier.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.image.SourceImage;
import io.sluice.kafka.Json;
import java.io.UncheckedIOException;

/// The size of an image's record in a catalog command, in bytes.
public final class RecordSize {

    /// Upper bound of the copy's key and the surrounding JSON.
    private static final int AROUND = 600;

    private RecordSize() {}

    public static int of(SourceImage image) {
        try {
            return Json.MAPPER.writeValueAsBytes(image).length + AROUND;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write the image " + image.hash(), e);
        }
    }
}
