package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkerDemandTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final WorkerDemand demand = new WorkerDemand(2, Duration.ofSeconds(60), clock::get);

    @Test
    void needsOnlyTheStandingWorkersBeforeTheFirstRecord() {
        assertNeeds(2);
    }

    @Test
    void needsAllWorkersWhileOneIsBusy() {
        demand.begin();
        pass(Duration.ofHours(1));

        assertNeeds(8);
    }

    @Test
    void needsAllWorkersForAWhileAfterTheLastRecord() {
        demand.begin();
        demand.end();
        pass(Duration.ofSeconds(59));
        assertNeeds(8);

        pass(Duration.ofSeconds(1));
        assertNeeds(2);
    }

    @Test
    void callsARestingWorkerForARecord() throws InterruptedException {
        var resting = rest(7);

        demand.begin();

        assertThat(resting.join(Duration.ofMinutes(1))).as("ended its rest").isTrue();
    }

    @Test
    void releasesARestingWorkerWhenItIsClosed() throws InterruptedException {
        var resting = rest(7);

        demand.close();

        assertThat(resting.join(Duration.ofMinutes(1))).as("ended its rest").isTrue();
    }

    private Thread rest(int number) {
        var thread = Thread.ofPlatform().start(() -> {
            try {
                demand.awaitNeed(number);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private void assertNeeds(int workers) {
        for (var number = 0; number < 8; number++) {
            assertThat(demand.needs(number)).as("worker " + number).isEqualTo(number < workers);
        }
    }
}
