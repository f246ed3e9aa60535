package io.sluice.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks that entries of state stores that release 1.0 wrote, before its records were regrouped, are read with the
/// same meaning. The samples in `written-before` were written by that release and are never regenerated.
class StateWrittenBeforeTest {

    @ParameterizedTest
    @CsvSource({
        "catalog-binaries, io.sluice.catalog.BinaryState",
        "catalog-hashes, io.sluice.catalog.HashEntry",
        "catalog-organizations, io.sluice.catalog.OrganizationState",
        "catalog-users, io.sluice.catalog.UserState",
        "catalog-deletions, io.sluice.catalog.Deleted",
        "catalog-numbering, io.sluice.catalog.Numbering",
        "webhook-operations, io.sluice.webhook.OpenOperation"
    })
    void readsAndWritesEveryEntryAsBefore(String file, Class<?> type) throws Exception {
        try (var in = StateWrittenBeforeTest.class.getResourceAsStream("/written-before/" + file + ".jsonl")) {
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
