package io.sluice.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final AtomicBoolean view = new AtomicBoolean(true);
    private final Readiness readiness = new Readiness().add("view", view::get).add("workers", () -> true);

    @Test
    void isNotReadyBeforeAllPartsHaveStarted() {
        assertThat(readiness.ready()).isFalse();
        assertThat(readiness.waitingFor()).containsExactly("starting");
    }

    @Test
    void isReadyOnceAllPartsAre() throws Exception {
        readiness.complete().await(Duration.ofSeconds(1));

        assertThat(readiness.ready()).isTrue();
        assertThat(readiness.results()).containsOnlyKeys("view", "workers").doesNotContainValue(false);
    }

    @Test
    void namesWhatIsMissing() {
        readiness.complete();

        view.set(false);

        assertThat(readiness.waitingFor()).containsExactly("view");
        assertThatThrownBy(() -> readiness.await(Duration.ofMillis(1)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("view");
    }

    @Test
    void isNeverReadyAgainOnceItStops() {
        readiness.complete();

        readiness.withdraw();

        assertThat(readiness.waitingFor()).containsExactly("stopping");
    }
}
