package io.sluice.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceMainTest {

    private final ServiceMain main = new ServiceMain("service", "Does something.", FoundationConfig.SETTINGS);

    @Test
    void helpsWithoutStartingAnything() {
        assertThat(main.run(new String[] {"--help"}, Map.of(), (_, _) -> {
                    throw new AssertionError("started");
                }))
                .isZero();
    }

    @Test
    void takesNoArguments() {
        assertThat(main.run(new String[] {"serve"}, Map.of(), (_, _) -> {
                    throw new AssertionError("started");
                }))
                .isEqualTo(2);
    }

    @Test
    void endsWithZeroWhenItWasStopped() {
        assertThat(main.run(new String[0], Map.of(), (_, stop) -> {
                    stop.give();
                    stop.await(new Readiness());
                }))
                .isZero();
    }

    @Test
    void endsWithOneWhenAPartOfItHasFailedForGood() {
        var readiness = new Readiness()
                .watch("sound", () -> false)
                .watch("broken", () -> true)
                .complete();

        assertThat(main.run(new String[0], Map.of(), (_, stop) -> stop.await(readiness)))
                .isEqualTo(1);

        assertThat(readiness.failed()).containsExactly("broken");
        assertThat(readiness.ready()).isFalse();
    }

    @Test
    void failsWhenItIsNotConfigured() {
        assertThat(main.run(new String[0], Map.of(), (settings, _) -> {
                    FoundationConfig.kafka(settings);
                    settings.check();
                    throw new AssertionError("a service needs brokers");
                }))
                .isEqualTo(1);
        assertThat(main.run(new String[0], Map.of("SLUICE_LOG_FORMAT", "xml"), (settings, _) -> {
                    FoundationConfig.from(settings);
                    settings.check();
                    throw new AssertionError("there is no such format");
                }))
                .isEqualTo(1);
        assertThat(main.run(new String[0], Map.of(), (_, _) -> {
                    throw new ConfigurationException("a problem");
                }))
                .isEqualTo(1);
    }
}
