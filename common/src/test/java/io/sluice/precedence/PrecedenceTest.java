package io.sluice.precedence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrecedenceTest {

    private static final double LEAST = 20;

    private long now = 1;
    private CpuLoad load = new CpuLoad(0.7, 0.7);
    private final Precedence precedence = new Precedence(_ -> load, () -> now, new SimpleMeterRegistry());
    private final Pace pace = precedence.pace("test", LEAST);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /// Another organization is active, which has used little.
    private void bothAreActive() {
        precedence.used("flood", 10);
        precedence.begin("neighbor").close();
    }

    /// How many items of the organization begin in some seconds if it begins all it may.
    private int beginsIn(int seconds, String tenant) {
        var begun = 0;
        for (var end = now + Duration.ofSeconds(seconds).toNanos(); now < end; pass(Duration.ofMillis(1))) {
            if (pace.admits(tenant)) {
                pace.began(tenant, 1);
                begun++;
            }
        }
        return begun;
    }

    @Test
    void isHeavyOnlyBesideAnActiveOrganizationThatUsesMuchLess() {
        precedence.used("flood", 10);
        assertThat(precedence.isHeavy("flood")).isFalse();

        precedence.begin("neighbor").close();
        assertThat(precedence.isHeavy("flood")).isTrue();
        assertThat(precedence.isHeavy("neighbor")).isFalse();

        pass(Precedence.ACTIVE.plusSeconds(1));
        precedence.used("flood", 1);
        assertThat(precedence.isHeavy("flood")).isFalse();
    }

    @Test
    void equalsAreNotHeavy() {
        precedence.used("one", 10);
        precedence.used("other", 4);
        pass(Duration.ofSeconds(1));

        assertThat(precedence.isHeavy("one")).isFalse();
        assertThat(precedence.isHeavy("other")).isFalse();
        assertThat(beginsIn(1, "one")).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void pastUseIsForgotten() {
        bothAreActive();

        pass(Duration.ofSeconds(100));
        precedence.begin("neighbor").close();

        assertThat(precedence.isHeavy("flood")).isFalse();
    }

    @Test
    void beginsNoHeavyWorkInTheFirstMomentsOfAnotherOperation() {
        bothAreActive();
        pass(Duration.ofSeconds(1));
        assertThat(pace.admits("flood")).isTrue();

        try (var _ = precedence.begin("neighbor")) {
            pass(Duration.ofMillis(5));
            assertThat(pace.admits("flood")).isFalse();
            assertThat(pace.admits("neighbor")).isTrue();
        }
        assertThat(pace.admits("flood")).isTrue();
    }

    @Test
    void doesNotYieldToOperationsThatTakeLong() {
        bothAreActive();
        pass(Duration.ofSeconds(1));

        var slow = precedence.begin("neighbor");
        assertThat(pace.admits("flood")).isFalse();
        pass(Precedence.FIRST_MOMENTS.plusMillis(1));

        assertThat(pace.admits("flood")).isTrue();
        slow.close();
    }

    @Test
    void doesNotYieldWhileProcessorsAreIdle() {
        load = new CpuLoad(0.5, 0.1);
        bothAreActive();
        pass(Duration.ofSeconds(1));
        precedence.used("flood", 1); // measures the load

        try (var _ = precedence.begin("neighbor")) { // and waits for its client
            assertThat(precedence.isHeavy("flood")).isTrue();
            assertThat(pace.admits("flood")).isTrue();
        }
    }

    @Test
    void yieldsAtMostHalfTheTimeHoweverManyOperationsBegin() {
        bothAreActive();
        pass(Duration.ofSeconds(1));

        var open = 0;
        for (var i = 0; i < 10_000; i++) {
            if (i % 10 == 0) {
                precedence.begin("neighbor"); // never closed
            }
            open += pace.admits("flood") ? 1 : 0;
            pass(Duration.ofMillis(1));
        }

        assertThat(open).isBetween(5_000, 8_000);
    }

    @Test
    void fallsWhileTheProcessorsAreBusyButNotBelowTheLeastRate() {
        load = new CpuLoad(1, 0.9);
        bothAreActive();
        beginsIn(4, "flood");

        precedence.begin("neighbor").close();

        assertThat(beginsIn(1, "flood")).isBetween(18, 22);
    }

    @Test
    void risesWhileTheyHaveHeadroom() {
        load = new CpuLoad(0.3, 0.2);
        bothAreActive();
        beginsIn(3, "flood");

        precedence.begin("neighbor").close();

        assertThat(beginsIn(1, "flood")).isGreaterThan(500);
    }

    @Test
    void doesNotFallWhileOtherProcessesKeepTheProcessorsBusy() {
        load = new CpuLoad(1, 0.05);
        bothAreActive();
        beginsIn(3, "flood");

        precedence.begin("neighbor").close();

        assertThat(beginsIn(1, "flood")).isGreaterThan(500);
    }

    @Test
    void anItemOfSeveralCountsAsMany() {
        bothAreActive();
        pass(Duration.ofSeconds(1));
        pace.began("flood", 21);

        assertThat(pace.admits("flood")).isFalse();
        pass(Duration.ofMillis(50)); // 10 at the first rate of 200 a second
        assertThat(pace.admits("flood")).isFalse();
        pass(Duration.ofMillis(60));
        assertThat(pace.admits("flood")).isTrue();
    }

    @Test
    void anItemThatUsedAProcessorForLongCountsAsSeveral() {
        bothAreActive();
        pass(Duration.ofSeconds(1));
        pace.began("flood", 1);
        pace.ended("flood", 0.105); // as many as 21

        pass(Duration.ofMillis(95)); // 19 at the first rate of 200 a second
        assertThat(pace.admits("flood")).isFalse();
        pass(Duration.ofMillis(20));
        assertThat(pace.admits("flood")).isTrue();
    }

    @Test
    void laterItemsWaitForABoundedTime() {
        bothAreActive();
        pass(Duration.ofSeconds(1));
        pace.ended("flood", 1_000);

        pass(Duration.ofSeconds(1));
        precedence.begin("neighbor").close();
        assertThat(pace.admits("flood")).isFalse();
        pass(Duration.ofMillis(1_500));
        assertThat(pace.admits("flood")).isTrue();
    }

    @Test
    void waitsNoLongerThanItsPatience() throws InterruptedException {
        bothAreActive();
        pass(Duration.ofSeconds(1));

        assertThat(pace.await("flood", 10, Duration.ZERO)).isTrue();
        assertThat(pace.await("flood", 1, Duration.ofMillis(20))).isFalse();
        assertThat(pace.await("neighbor", 1, Duration.ZERO)).isTrue();
    }
}
