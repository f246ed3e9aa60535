package io.sluice.view.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.Job;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.testsupport.MemoryTopics;
import io.sluice.watch.Heartbeats;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryJobViewTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final int MAX_FINISHED = 3;

    private final MemoryTopics topics = new MemoryTopics(Topics.JOBS);

    @SuppressWarnings("NullAway.Init") // set by each test
    private MemoryJobView view;

    @AfterEach
    void close() {
        view.close();
    }

    @Test
    void findsTheCurrentStateOfAJob() {
        publish(job("a", 1, null));
        var later = publish(job("a", 2, null));

        start();

        await().until(view::caughtUp);
        assertThat(view.find(later.id())).contains(later);
        assertThat(view.find(new OperationId("b"))).isEmpty();
        assertThat(view.failure()).isEmpty();
    }

    @Test
    void countsUnfinishedJobsOfAnOrganization() {
        var running = job("a", 1, null);
        publish(running);
        publish(job("b", 1, null));
        publish(job("b", 2, NOW));

        start();

        await().until(view::caughtUp);
        assertThat(view.unfinished(running.target())).isEqualTo(1);
        assertThat(view.unfinished(new Organization("nobody"))).isZero();
    }

    @Test
    void wakesThreadsThatWaitForAJob() throws Exception {
        start();
        var id = new OperationId("a");
        assertThat(view.await(id, Duration.ofMillis(20))).isFalse();
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return view.await(id, SOON);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        publish(job("a", 1, null));

        assertThat(waiting).succeedsWithin(SOON).isEqualTo(true);
        assertThat(view.await(id, Duration.ZERO)).isTrue();
    }

    @Test
    void removesJobsThatFinishedLongAgo() throws Exception {
        publish(job("old", 1, NOW.minus(MemoryJobView.MEMORY).minusSeconds(1)));
        publish(job("young", 1, NOW.minus(MemoryJobView.MEMORY).plusSeconds(1)));
        publish(job("running", 1, null));

        start();

        await().until(view::caughtUp);
        assertThat(view.find(new OperationId("old"))).isEmpty();
        assertThat(view.find(new OperationId("young"))).isPresent();
        assertThat(view.find(new OperationId("running"))).isPresent();
    }

    @Test
    void keepsTheLatestFinishedAndAllUnfinishedJobs() throws Exception {
        start();
        for (var i = 1; i <= 2 * MAX_FINISHED; i++) {
            publish(job("running-" + i, 1, null));
            publish(job("finished-" + i, 1, NOW.minusSeconds(100 - i)));
            assertThat(view.await(new OperationId("finished-" + i), SOON)).isTrue();
        }
        await().until(() ->
                view.find(new OperationId("finished-" + MAX_FINISHED)).isEmpty());

        for (var i = 1; i <= 2 * MAX_FINISHED; i++) {
            assertThat(view.await(new OperationId("running-" + i), SOON)).isTrue();
            assertThat(view.find(new OperationId("finished-" + i)).isPresent()).isEqualTo(i > MAX_FINISHED);
        }
    }

    @Test
    void removesAJobWithATombstone() throws Exception {
        start();
        var gone = publish(job("gone", 1, NOW));
        assertThat(view.await(gone.id(), SOON)).isTrue();

        topics.publish(Topics.JOBS, "gone", null);

        await().until(() -> view.find(gone.id()).isEmpty());
    }

    private void start() {
        view = MemoryJobView.start(topics::consumer, MAX_FINISHED, Clock.fixed(NOW, ZoneOffset.UTC), new Heartbeats());
    }

    private Job publish(Job job) {
        topics.publish(Topics.JOBS, job.id().value(), job);
        return job;
    }

    private static Job job(String id, long created, @Nullable Instant finished) {
        return new Job(
                new OperationId(id),
                new Job.Task(Job.Kind.COPY_ALL, new Organization("acme"), new Organization("other"), false),
                finished == null ? Job.State.RUNNING : Job.State.DONE,
                new Job.Counts(10, created, 0, 0, 0, 0),
                NOW.minusSeconds(1000),
                new Job.Run(NOW.minusSeconds(900), finished, null, 0));
    }
}
