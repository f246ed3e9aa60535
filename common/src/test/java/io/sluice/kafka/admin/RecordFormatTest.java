package io.sluice.kafka.admin;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFormatTest {

    @Test
    void readsClustersWithoutTopicsOfEarlierReleasesAndOfThisOne() {
        assertThatCode(() -> {
                    RecordFormat.check(List.of());
                    RecordFormat.check(List.of("sluice.uploads", "others"));
                    RecordFormat.check(List.of("sluice.uploads", RecordFormat.TOPIC));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void refusesTheHighestVersionByName() {
        assertThatThrownBy(() -> RecordFormat.check(List.of(RecordFormat.TOPIC, "sluice.format-3", "sluice.format-2")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "the topics contain records of format 3 (there is a topic sluice.format-3), but this release"
                                + " reads 1 to 1: use the release that wrote them, or a newer one. Nothing was changed");
    }

    @Test
    void refusesAVersionThatNoReleaseWrote() {
        assertThatThrownBy(() -> RecordFormat.check(List.of("sluice.format-0")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("use an earlier release first");
    }

    @Test
    void ignoresTopicsOfOthersWithSimilarNames() {
        assertThatCode(() -> RecordFormat.check(List.of("sluice.format-", "sluice.format-2x", "my-sluice.format-2")))
                .doesNotThrowAnyException();
    }
}
