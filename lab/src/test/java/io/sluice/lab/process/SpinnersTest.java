package io.sluice.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class SpinnersTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void runUntilTheyAreClosed() throws Exception {
        List<ProcessHandle> started;
        try (var spinners = Spinners.start(3, LIMIT)) {
            await(() -> spinners.running() == 3);
            started = ProcessHandle.current().descendants().toList();
        }

        assertThat(started).hasSizeGreaterThanOrEqualTo(3);
        await(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void endAfterTheirLimitOfCpuTime() throws Exception {
        try (var spinners = Spinners.start(1, Duration.ofSeconds(1))) {
            await(() -> spinners.running() == 1);
            await(() -> spinners.running() == 0);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the time to wait for").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void areLimitedInNumber() {
        assertThatThrownBy(() -> Spinners.start(1_001, LIMIT))
                .hasMessageContaining("0 to 1000")
                .hasMessageContaining("1001");
    }
}
