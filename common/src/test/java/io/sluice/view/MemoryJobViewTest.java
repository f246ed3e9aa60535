package io.sluice.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.Job;
import io.sluice.command.OperationId;
import io.sluice.image.Organization;
import io.sluice.kafka.MemoryTopics;
import io.sluice.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryJobViewTest {

    private static final OperationId ID = new OperationId("job-1");
    private static final Duration SOON = Duration.ofSeconds(10);

    private final MemoryTopics topics = new MemoryTopics(Topics.JOBS);
    private final MemoryJobView view = MemoryJobView.start(topics::consumer);

    @AfterEach
    void close() {
        view.close();
    }

    @Test
    void knowsAJobOnceItIsAwaited() throws Exception {
        var job = publish(Job.State.RUNNING, 0);

        assertThat(view.await(ID, SOON)).isTrue();
        assertThat(view.find(ID)).contains(job);
    }

    @Test
    void waitsNoLongerThanAsked() throws Exception {
        assertThat(view.await(ID, Duration.ofMillis(20))).isFalse();
        assertThat(view.find(ID)).isEmpty();
    }

    @Test
    void followsAJobToItsEnd() {
        publish(Job.State.RUNNING, 40);
        var done = publish(Job.State.DONE, 100);

        await().untilAsserted(() -> assertThat(view.find(ID)).contains(done));
    }

    @Test
    void forgetsAJobThatIsForgotten() throws Exception {
        publish(Job.State.DONE, 100);
        assertThat(view.await(ID, SOON)).isTrue();

        topics.publish(Topics.JOBS, ID.value(), null);

        await().until(() -> view.find(ID).isEmpty());
    }

    private Job publish(Job.State state, long created) {
        var now = Instant.parse("2026-01-01T00:00:00Z");
        var job = new Job(
                ID,
                Job.Kind.COPY_ALL,
                new Organization("acme"),
                new Organization("other"),
                false,
                state,
                100,
                created,
                0,
                0,
                0,
                0,
                now,
                now,
                null,
                null);
        topics.publish(Topics.JOBS, ID.value(), job);
        return job;
    }
}
