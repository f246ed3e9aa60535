package io.sluice.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.Json;
import java.io.IOException;

/// Samples of JSON that release 1.0 wrote before its records were regrouped. They are never regenerated.
public final class WrittenBefore {

    private WrittenBefore() {}

    /// Checks that every line of the resource `written-before/FILE.jsonl` is read to the same meaning: as a
    /// `type` that is written as the same JSON again.
    public static void assertReadAndWrittenAlike(String file, Class<?> type) throws IOException {
        try (var in = type.getResourceAsStream("/written-before/" + file + ".jsonl")) {
            assertThat(in).isNotNull();
            var lines = new String(in.readAllBytes(), UTF_8).lines().toList();
            assertThat(lines).hasSizeGreaterThanOrEqualTo(2);
            for (var line : lines) {
                var read = Json.MAPPER.readValue(line, type);
                var written = Json.MAPPER.writeValueAsString(read);

                assertThat(Json.MAPPER.readTree(written)).isEqualTo(Json.MAPPER.readTree(line));
                assertThat((Object) Json.MAPPER.readValue(written, type)).isEqualTo(read);
            }
        }
    }
}
