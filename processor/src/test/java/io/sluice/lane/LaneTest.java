package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.precedence.CpuLoad;
import io.sluice.precedence.Precedence;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Semaphore ends = new Semaphore(0);
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Lane<Job> lane = Lane.start(
            LaneName.FETCH,
            new LaneConfig(4, 2, 1, Duration.ofMinutes(1)),
            (_, _) -> open.get(),
            new Turnstile(Precedence.ofThisProcess(new SimpleMeterRegistry()), null),
            new Heartbeats());

    /// A task that ends when it is let.
    private final class Job implements Task {

        private final String tenant;
        private final String host;

        Job(String tenant, String host) {
            this.tenant = tenant;
            this.host = host;
        }

        @Override
        public Flow flow() {
            return new Flow(tenant, LaneName.FETCH, false);
        }

        @Override
        public String host() {
            return host;
        }

        @Override
        public long pixels() {
            return 2_000_000;
        }

        @Override
        public Cost run() throws InterruptedException {
            begun.add(tenant + '@' + host);
            ends.acquire();
            return Cost.NONE;
        }
    }

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void doesNotGiveAllThreadsToOneOrganizationOrHost() {
        lane.add(new Job("a", "slow"));
        await().until(() -> begun.size() == 1);
        lane.add(new Job("a", "slow"));
        lane.add(new Job("a", "quick"));
        lane.add(new Job("a", "other"));
        await().until(() -> begun.size() == 2);
        lane.add(new Job("b", "slow"));
        lane.add(new Job("b", "third"));
        await().until(() -> begun.size() == 3);

        assertThat(begun).containsExactly("a@slow", "a@quick", "b@third");
        assertThat(lane.waiting(false)).isEqualTo(3);

        ends.release(6);
        await().until(() -> begun.size() == 6);
        await().until(() -> lane.running() == 0);
    }

    @Test
    void beginsNothingBeforeItsGateOpens() {
        open.set(false);
        lane.add(new Job("a", "host"));
        ends.release();
        lane.add(new Job("a", "other"));
        assertThat(lane.waiting(false)).isEqualTo(2);
        assertThat(lane.waitingPixels()).isEqualTo(4_000_000);

        open.set(true);
        lane.recheck();

        await().until(() -> begun.size() == 2);
        assertThat(lane.waitingPixels()).isZero();
        ends.release();
    }

    @Test
    void heavyOrganizationsYieldToAnotherOneAndThenKeepTheirPace() {
        var now = new AtomicLong(1);
        var precedence = new Precedence(_ -> new CpuLoad(0.7, 0.7), now::get, new SimpleMeterRegistry());
        precedence.used("flood", 10);
        ends.release(4);
        try (var direct = Lane.start(
                LaneName.DIRECT,
                new LaneConfig(4, 4, 4, Duration.ofMinutes(1)),
                (_, _) -> true,
                new Turnstile(precedence, precedence.pace("job", 1)),
                new Heartbeats())) {
            try (var _ = precedence.begin("other")) {
                for (var number = 0; number < 3; number++) {
                    direct.add(new Job("flood", "host"));
                }
                direct.add(new Job("other", "host"));
                await().until(() -> begun.size() == 1);
                assertThat(begun).containsExactly("other@host");
            }

            await().until(() -> begun.size() == 2);
            assertThat(direct.waiting(false)).isEqualTo(2);

            now.addAndGet(Duration.ofSeconds(1).toNanos());
            await().until(() -> begun.size() == 3);
            assertThat(direct.waiting(false)).isEqualTo(1);

            now.addAndGet(Duration.ofSeconds(1).toNanos());
            await().until(() -> begun.size() == 4);
        }
    }

    @Test
    void interruptsTasksThatDoNotEnd() throws Exception {
        lane.add(new Job("a", "host"));
        await().until(() -> begun.size() == 1);

        lane.end();
        assertThat(lane.ended(Duration.ofMillis(10))).isFalse();
        lane.interrupt();

        assertThat(lane.ended(Duration.ofSeconds(30))).isTrue();
        assertThat(lane.failed()).isFalse();
    }
}
