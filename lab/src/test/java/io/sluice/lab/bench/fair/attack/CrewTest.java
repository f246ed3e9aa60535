package io.sluice.lab.bench.fair.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CrewTest {

    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    /// The first thread fails again and again, the other one never returns.
    private final class TwoThreads implements Attack {

        @Override
        public int width() {
            return 2;
        }

        @Override
        public void run(int worker) throws IOException, InterruptedException {
            if (worker == 0) {
                failed.incrementAndGet();
                throw new IOException("refused");
            }
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    void goesOnAfterFailuresAndEndsAllThreadsWhenClosed() {
        try (var crew = Crew.start(new TwoThreads())) {
            await().until(() -> failed.get() >= 3);
            assertThat(crew.progress()).startsWith("0 rounds of 2 threads done, ");
            assertThat(closed).isFalse();
        }

        assertThat(interrupted).hasValue(1);
        assertThat(closed).isTrue();
    }
}
