package io.sluice.watch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProbeThreadTest {

    @Test
    void isNoHangDuringAPauseHoweverLong() throws InterruptedException {
        var heartbeats = new Heartbeats();
        var begun = new CountDownLatch(1);
        var self = new AtomicReference<ProbeThread>();
        try (var probe = new ProbeThread(
                "probe",
                heartbeats,
                () -> {
                    begun.countDown();
                    requireNonNull(self.get()).pause(Duration.ofHours(1));
                },
                () -> {})) {
            self.set(probe);
            probe.start();
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

            Awaitility.await().until(() -> probe.heartbeat().isAllowed());
        }
        assertThat(heartbeats.all()).isEmpty();
    }
}
