package io.sluice.service;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

    private final AtomicBoolean view = new AtomicBoolean(true);
    private final Readiness readiness = new Readiness().add("view", view::get).add("workers", () -> true);

    @Test
    void isNotReadyBeforeAllPartsHaveStarted() {
        assertThat(readiness.ready()).isFalse();
        assertThat(readiness.waitingFor()).containsExactly("starting");
    }

    @Test
    void isReadyOnceAllChecksPass() throws Exception {
        readiness.complete().await();

        assertThat(readiness.ready()).isTrue();
        assertThat(readiness.results()).containsOnlyKeys("view", "workers").doesNotContainValue(false);
    }

    @Test
    void namesFailedChecks() {
        readiness.complete();

        view.set(false);

        assertThat(readiness.waitingFor()).containsExactly("view");
    }

    @Test
    void stopsWaitingWhenAPartHasFailed() {
        view.set(false);
        readiness.watch("workers", () -> true).complete();

        assertThatThrownBy(readiness::await).isInstanceOf(StartException.class).hasMessageContaining("workers");
    }

    @Test
    void isNotReadyOnceItStops() {
        readiness.complete();

        readiness.withdraw();

        assertThat(readiness.waitingFor()).containsExactly("stopping");
    }

    @Test
    void storesSinceWhenACheckFails() {
        var time = new AtomicReference<>(START);
        var since = new Readiness(clock(time)).add("view", view::get).complete();
        assertThat(since.look().missing()).isEmpty();

        view.set(false);
        time.set(START.plusSeconds(5));
        assertThat(since.look().missing()).containsExactly(entry("view", START.plusSeconds(5)));
        time.set(START.plusSeconds(60));
        assertThat(since.look().missing()).containsExactly(entry("view", START.plusSeconds(5)));

        view.set(true);
        assertThat(since.look().missing()).isEmpty();
        view.set(false);
        assertThat(since.look().missing()).containsExactly(entry("view", START.plusSeconds(60)));
    }

    @Test
    void namesAnUnavailableDependencyWithItsTime() {
        var away = new AtomicReference<>(Optional.of(START));
        readiness.addOutage("kafka", away::get).complete();

        assertThat(readiness.look().missing()).containsExactly(entry("kafka", START));

        away.set(Optional.empty());
        assertThat(readiness.ready()).isTrue();
    }

    @Test
    void treatsAnExceptionAsAFailedCheck() {
        readiness
                .add("broken", () -> {
                    throw new IllegalStateException("broken");
                })
                .complete();

        assertThat(readiness.waitingFor()).containsExactly("broken");
        assertThat(readiness.results()).containsEntry("view", true).containsEntry("workers", true);
    }

    @Test
    void doesNotWaitForACheckThatHangs() {
        var end = new CountDownLatch(1);
        var hanging = new AtomicBoolean();
        readiness
                .add("hanging", () -> {
                    if (hanging.get()) {
                        awaitUninterruptibly(end); // as a check that asks something that stands still
                    }
                    return true;
                })
                .complete();
        assertThat(readiness.ready()).isTrue();

        hanging.set(true);

        assertThat(readiness.waitingFor()).containsExactly("hanging");
        assertThat(readiness.waitingFor()).containsExactly("hanging");
        end.countDown();
        await().until(readiness::ready);
    }

    private static Clock clock(AtomicReference<Instant> time) {
        return new Clock() {
            @Override
            public Instant instant() {
                return requireNonNull(time.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
