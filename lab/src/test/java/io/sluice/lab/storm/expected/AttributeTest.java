package io.sluice.lab.storm.expected;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttributeTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private final Attribute<String> name = new Attribute<>("first");

    @Test
    void allowsOnlyTheAnsweredValue() {
        name.settle("second", NOON);

        assertThat(name.allows("second")).isTrue();
        assertThat(name.allows("first")).isFalse();
        assertThat(name.isCertain()).isTrue();
    }

    @Test
    void allowsBothValuesAfterALostResponse() {
        name.doubt("second", NOON);

        assertThat(name.allows("first")).isTrue();
        assertThat(name.allows("second")).isTrue();
        assertThat(name.allows("third")).isFalse();
        assertThat(name.isCertain()).isFalse();
    }

    @Test
    void allowsALostChangeAfterAnAnsweredOne() {
        name.doubt("second", NOON);
        name.settle("third", NOON.plusSeconds(5));

        assertThat(name.allows("second")).isTrue();
        assertThat(name.allows("first")).isFalse();
    }

    @Test
    void excludesALostChangeAfterItsLatestTime() {
        name.doubt("second", NOON);
        name.settle("third", NOON.plus(Duration.ofMinutes(5)));

        assertThat(name.allows("second")).isFalse();
        assertThat(name.isCertain()).isTrue();
    }
}
