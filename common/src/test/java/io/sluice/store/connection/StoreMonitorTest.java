package io.sluice.store.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.store.StoreUnavailableException;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoreMonitorTest {

    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final Duration SILENCE = Duration.ofMillis(200);

    private final Heartbeats heartbeats = new Heartbeats();

    @Test
    void isUnavailableWhileProbesFail() {
        var down = new AtomicBoolean();
        var before = Instant.now();
        try (var contact = StoreMonitor.start(() -> fail(down), INTERVAL, SILENCE, heartbeats)) {
            assertThat(contact.awaySince()).isEmpty();

            down.set(true);
            await().untilAsserted(() -> assertThat(contact.awaySince())
                    .hasValueSatisfying(since -> assertThat(since).isBetween(before, Instant.now())));

            down.set(false);
            await().untilAsserted(() -> assertThat(contact.awaySince()).isEmpty());
        }
    }

    @Test
    void isUnavailableWithoutAnAnswer() {
        var answer = new CountDownLatch(1);
        try (var contact = StoreMonitor.start(() -> hang(answer), INTERVAL, SILENCE, heartbeats)) {
            await().untilAsserted(() -> assertThat(contact.awaySince()).isPresent());

            answer.countDown();
            await().untilAsserted(() -> assertThat(contact.awaySince()).isEmpty());
        }
    }

    @Test
    void keepsProbingAfterAKickAndEndsWhenItIsClosed() {
        var probes = new AtomicInteger();
        try (var _ = StoreMonitor.start(probes::incrementAndGet, INTERVAL, SILENCE, heartbeats)) {
            await().untilAsserted(() -> assertThat(probes).hasPositiveValue());
            heartbeats.all().forEach(Heartbeat::kick);
            var soFar = probes.get();
            await().untilAsserted(() -> assertThat(probes).hasValueGreaterThan(soFar + 1));
        }
        assertThat(heartbeats.all()).isEmpty();
    }

    private static void fail(AtomicBoolean down) {
        if (down.get()) {
            throw new StoreUnavailableException("down", null);
        }
    }

    private static void hang(CountDownLatch answer) {
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new StoreUnavailableException("interrupted", e);
        }
    }
}
