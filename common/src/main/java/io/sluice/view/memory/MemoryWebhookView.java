package io.sluice.view.memory;

import io.sluice.command.WebhookAttempt;
import io.sluice.image.Organization;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.view.WebhookView;
import io.sluice.view.follow.FollowingView;
import io.sluice.view.follow.FromTheBeginning;
import io.sluice.watch.Heartbeats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/// A webhook view that keeps a limited number of messages in memory and reads them from their topic at every
/// start.
public final class MemoryWebhookView extends FollowingView implements WebhookView {

    /// Messages of one organization.
    static final int MAX_MESSAGES = 50;

    /// Organizations; those whose last message is the oldest are forgotten first.
    private static final int MAX_ORGANIZATIONS = 2_000;

    /// Organization → message → its last attempt, both in the order of attempts. Guarded by itself.
    private final Map<Organization, Map<String, WebhookAttempt>> attempts = new LinkedHashMap<>();

    private final TopicFollower follower;

    private MemoryWebhookView(Supplier<Consumer<String, byte[]>> consumers, Heartbeats heartbeats) {
        this.follower = FromTheBeginning.start(
                "webhook-view", List.of(Topics.WEBHOOK_ATTEMPTS), consumers, this::accept, heartbeats);
    }

    /// Starts reading the topic.
    public static MemoryWebhookView start(KafkaClients clients, Heartbeats heartbeats) {
        return start(() -> clients.follower("webhook-view"), heartbeats);
    }

    static MemoryWebhookView start(Supplier<Consumer<String, byte[]>> consumers, Heartbeats heartbeats) {
        return new MemoryWebhookView(consumers, heartbeats);
    }

    private void accept(List<FollowedRecord> records) {
        synchronized (attempts) {
            for (var followed : records) {
                if (followed.value() instanceof WebhookAttempt attempt) {
                    add(attempt);
                }
            }
        }
    }

    private void add(WebhookAttempt attempt) {
        var before = attempts.remove(attempt.organization());
        var messages = before == null ? new LinkedHashMap<String, WebhookAttempt>() : before;
        messages.remove(attempt.message());
        messages.put(attempt.message(), attempt);
        removeEldest(messages, MAX_MESSAGES);
        attempts.put(attempt.organization(), messages);
        removeEldest(attempts, MAX_ORGANIZATIONS);
    }

    private static <K, V> void removeEldest(Map<K, V> map, int most) {
        if (map.size() > most) {
            var eldest = map.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    @Override
    public List<WebhookAttempt> last(Organization organization) {
        synchronized (attempts) {
            return List.copyOf(attempts.getOrDefault(organization, Map.of()).values())
                    .reversed();
        }
    }

    @Override
    protected TopicFollower follower() {
        return follower;
    }
}
