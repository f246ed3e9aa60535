package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Setting<String> TEXT = Setting.text("SLUICE_TEXT", "fallback", "some text");
    private static final Setting<String> SECRET = Setting.secret("SLUICE_SECRET", "a secret");
    private static final Setting<Long> NUMBER = Setting.number("SLUICE_NUMBER", 5, 1, 10, "a number");
    private static final Setting<Boolean> FLAG = Setting.flag("SLUICE_FLAG", false, "a flag");
    private static final Setting<Duration> DURATION = Setting.duration("SLUICE_DURATION", "60s", "a duration");

    @Test
    void usesDefaultsForUnsetAndEmptyVariables() {
        var settings = new Settings(Map.of("SLUICE_NUMBER", ""));

        assertThat(settings.get(TEXT)).isEqualTo("fallback");
        assertThat(settings.get(SECRET)).isEmpty();
        assertThat(settings.get(NUMBER)).isEqualTo(5);
        assertThat(settings.get(FLAG)).isFalse();
        assertThat(settings.get(DURATION)).isEqualTo(Duration.ofMinutes(1));
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void readsEveryValueThatIsSet() {
        var settings = new Settings(Map.of(
                "SLUICE_TEXT", "other",
                "SLUICE_SECRET", "hush",
                "SLUICE_NUMBER", " 10 ",
                "SLUICE_FLAG", "true",
                "SLUICE_DURATION", "250ms",
                "PATH", "/bin"));

        assertThat(settings.get(TEXT)).isEqualTo("other");
        assertThat(settings.get(SECRET)).isEqualTo("hush");
        assertThat(settings.get(NUMBER)).isEqualTo(10);
        assertThat(settings.get(FLAG)).isTrue();
        assertThat(settings.get(DURATION)).isEqualTo(Duration.ofMillis(250));
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void reportsEveryProblemAtOnce() {
        var settings = new Settings(Map.of(
                "SLUICE_NUMBER", "11",
                "SLUICE_FLAG", "yes",
                "SLUICE_DURATION", "soon",
                "SLUICE_TYPO", "1"));

        assertThat(settings.get(NUMBER)).isEqualTo(5);
        settings.get(FLAG);
        settings.get(DURATION);
        settings.problem("these two do not fit together");

        assertThatThrownBy(settings::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        SLUICE_NUMBER=11: must be a whole number from 1 to 10
                        SLUICE_FLAG=yes: must be true or false
                        SLUICE_DURATION=soon: must be a positive duration such as 250ms, 60s, 10m, 12h or 30d
                        these two do not fit together
                        SLUICE_TYPO: there is no such setting, see --help""");
    }

    @Test
    void hidesSecrets() {
        var strict = new Setting<>("SLUICE_SECRET", "", "a secret", true, text -> {
            if (!text.isEmpty()) {
                throw new IllegalArgumentException("is too short");
            }
            return text;
        });
        var settings = new Settings(Map.of("SLUICE_SECRET", "hush"));

        settings.get(strict);

        assertThat(settings.effective()).containsExactly(Map.entry("SLUICE_SECRET", "(set)"));
        assertThatThrownBy(settings::check).hasMessageContaining("is too short").hasMessageNotContaining("hush");
    }

    @Test
    void listsEffectiveValuesInTheOrderOfReading() {
        var settings = new Settings(Map.of("SLUICE_TEXT", "other"));
        settings.get(NUMBER);
        settings.get(TEXT);
        settings.get(SECRET);

        assertThat(settings.effective())
                .containsExactly(
                        Map.entry("SLUICE_NUMBER", "5"),
                        Map.entry("SLUICE_TEXT", "other"),
                        Map.entry("SLUICE_SECRET", ""));
    }

    @ParameterizedTest
    @CsvSource({"1ms, PT0.001S", "60s, PT1M", "10m, PT10M", "12h, PT12H", "30d, PT720H"})
    void readsDurations(String text, Duration expected) {
        assertThat(DURATION.parser().apply(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s", "1", "s", "1.5h", "1w", "99999999999s", "1 m"})
    void refusesInvalidAndNonPositiveDurations(String text) {
        assertThatThrownBy(() -> DURATION.parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "ten", "1e3", "5.0", "99999999999999999999"})
    void refusesNumbersOutOfRange(String text) {
        assertThatThrownBy(() -> NUMBER.parser().apply(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1 to 10");
    }
}
