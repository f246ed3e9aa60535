package io.sluice.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigurationException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServiceMainTest {

    private final ServiceMain main = new ServiceMain("service", "Does something.", FoundationConfig.SETTINGS);

    @Test
    void printsHelpWithoutAStart() {
        assertThat(run(new String[] {"--help"}, Map.of(), (_, _) -> {
                    throw new AssertionError("started");
                }))
                .isZero();
    }

    @Test
    void refusesArguments() {
        assertThat(run(new String[] {"serve"}, Map.of(), (_, _) -> {
                    throw new AssertionError("started");
                }))
                .isEqualTo(2);
    }

    @Test
    void exitsWithStatusZeroAfterAStop() {
        assertThat(run(new String[0], Map.of(), (_, stop) -> {
                    stop.give();
                    stop.await(new Readiness());
                }))
                .isZero();
    }

    @Test
    void exitsWithStatusOneWhenAPartHasFailedPermanently() {
        var readiness = new Readiness()
                .watch("sound", () -> false)
                .watch("broken", () -> true)
                .complete();

        assertThat(run(new String[0], Map.of(), (_, stop) -> stop.await(readiness)))
                .isEqualTo(1);

        assertThat(readiness.failed()).containsExactly("broken");
        assertThat(readiness.ready()).isFalse();
    }

    @Test
    void exitsWithStatusTwoForInvalidSettings() {
        assertThat(run(new String[0], Map.of(), (settings, _) -> {
                    FoundationConfig.kafka(settings);
                    settings.check();
                    throw new AssertionError("a service needs brokers");
                }))
                .isEqualTo(2);
        assertThat(run(new String[0], Map.of("SLUICE_LOG_FORMAT", "xml"), (settings, _) -> {
                    FoundationConfig.from(settings);
                    settings.check();
                    throw new AssertionError("there is no such format");
                }))
                .isEqualTo(2);
        assertThat(run(new String[0], Map.of(), (_, _) -> {
                    throw new ConfigurationException("a problem");
                }))
                .isEqualTo(2);
    }

    @Test
    void interruptsAnUnfinishedStartWithoutAFailure() {
        assertThat(run(new String[0], Map.of(), (_, stop) -> {
                    var signal = Thread.ofPlatform().start(stop::give);
                    new CountDownLatch(1).await(); // a start that does not end
                    signal.join();
                }))
                .isZero();
    }

    @Test
    void exitsWithStatusTwoForAnInvalidStopTimeout() {
        assertThat(run(new String[0], Map.of("SLUICE_STOP_TIMEOUT", "soon"), (settings, _) -> {
                    settings.check();
                    throw new AssertionError("that is no duration");
                }))
                .isEqualTo(2);
    }

    /// Runs the service like a process, but without ending this one.
    private int run(String[] arguments, Map<String, String> environment, ServiceMain.Body body) {
        return main.run(arguments, environment, body, (_, _) -> ShutdownSignal.withoutProcess());
    }
}
