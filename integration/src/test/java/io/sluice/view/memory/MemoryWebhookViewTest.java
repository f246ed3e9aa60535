package io.sluice.view.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.WebhookAttempt;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import io.sluice.testsupport.MemoryTopics;
import io.sluice.watch.Heartbeats;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryWebhookViewTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");

    private final MemoryTopics topics = new MemoryTopics(Topics.WEBHOOK_ATTEMPTS);

    @SuppressWarnings("NullAway.Init") // set by each test
    private MemoryWebhookView view;

    @AfterEach
    void close() {
        view.close();
    }

    @Test
    void showsTheLastAttemptOfEachMessage() {
        publish(ACME, "a", 1);
        publish(ACME, "b", 1);
        var later = publish(ACME, "a", 2);
        var other = publish(OTHER, "c", 1);

        start();

        assertThat(view.last(ACME)).extracting(WebhookAttempt::message).containsExactly("a", "b");
        assertThat(view.last(ACME).getFirst()).isEqualTo(later);
        assertThat(view.last(OTHER)).containsExactly(other);
        assertThat(view.last(new Organization("nobody"))).isEmpty();
    }

    @Test
    void forgetsTheOldestMessages() {
        IntStream.range(0, MemoryWebhookView.MAX_MESSAGES + 10)
                .forEach(number -> publish(ACME, "message-" + number, 1));

        start();

        assertThat(view.last(ACME)).hasSize(MemoryWebhookView.MAX_MESSAGES);
        assertThat(view.last(ACME).getLast().message()).isEqualTo("message-10");
    }

    private void start() {
        view = MemoryWebhookView.start(topics::consumer, new Heartbeats());
        await().until(view::caughtUp);
    }

    private WebhookAttempt publish(Organization organization, String message, int attempt) {
        var value = new WebhookAttempt(
                organization, message, "job.done", WebhookAttempt.State.DELIVERED, attempt, NOW, "200", null);
        topics.publish(Topics.WEBHOOK_ATTEMPTS, organization.name(), value);
        return value;
    }
}
