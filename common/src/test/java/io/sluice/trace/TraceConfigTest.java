package io.sluice.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Settings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceConfigTest {

    @Test
    void exportsNothingByDefault() {
        assertThat(TraceConfig.from(new Settings(Map.of()))).isEqualTo(new TraceConfig(null, 0.1));
    }

    @Test
    void readsEverySetting() {
        var settings =
                new Settings(Map.of("SLUICE_OTLP_ENDPOINT", "http://collector:4318", "SLUICE_TRACE_RATIO", "0.5"));

        var config = TraceConfig.from(settings);

        settings.check();
        assertThat(config).isEqualTo(new TraceConfig(URI.create("http://collector:4318"), 0.5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"collector:4318", "http:", "ftp://collector", "http://me@collector", "http://c?key=1", "a b"})
    void refusesWhatIsNoPlainAddress(String endpoint) {
        assertRefused("SLUICE_OTLP_ENDPOINT", endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "NaN", "10 %"})
    void refusesARatioOutsideOfItsRange(String ratio) {
        assertRefused("SLUICE_TRACE_RATIO", ratio);
    }

    private static void assertRefused(String key, String value) {
        var settings = new Settings(Map.of(key, value));
        var _ = TraceConfig.from(settings);
        assertThatThrownBy(settings::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(key);
    }
}
