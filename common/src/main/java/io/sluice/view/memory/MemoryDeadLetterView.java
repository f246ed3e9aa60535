package io.sluice.view.memory;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.command.DeadLetter;
import io.sluice.image.Organization;
import io.sluice.kafka.Json;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.view.DeadLetterView;
import io.sluice.view.follow.FollowingView;
import io.sluice.view.follow.FromTheBeginning;
import io.sluice.watch.Heartbeats;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/// A view of dead letters that keeps only the organization and the time of each, and reads the topic at every
/// start.
public final class MemoryDeadLetterView extends FollowingView implements DeadLetterView {

    /// How long Kafka keeps a dead letter.
    private static final Duration MEMORY = Duration.ofDays(30);

    /// Number of dead letters that are remembered, of which the oldest are forgotten first.
    private static final int MAX_LETTERS = 100_000;

    /// Guarded by itself.
    private final ArrayDeque<Letter> letters = new ArrayDeque<>();

    private final Clock clock;
    private final TopicFollower follower;

    private record Letter(String organization, Instant published) {}

    private MemoryDeadLetterView(Supplier<Consumer<String, byte[]>> consumers, Clock clock, Heartbeats heartbeats) {
        this.clock = clock;
        this.follower = FromTheBeginning.start(
                "dead-letter-view", List.of(Topics.DEAD_LETTERS), consumers, this::accept, heartbeats);
    }

    /// Starts reading the topic.
    public static MemoryDeadLetterView start(KafkaClients clients, Heartbeats heartbeats) {
        return start(() -> clients.follower("dead-letter-view"), Clock.systemUTC(), heartbeats);
    }

    static MemoryDeadLetterView start(
            Supplier<Consumer<String, byte[]>> consumers, Clock clock, Heartbeats heartbeats) {
        return new MemoryDeadLetterView(consumers, clock, heartbeats);
    }

    private void accept(List<FollowedRecord> records) {
        for (var followed : records) {
            if (followed.value() instanceof DeadLetter letter) {
                add(new Letter(organization(letter), followed.timestamp()));
            }
        }
    }

    private void add(Letter letter) {
        synchronized (letters) {
            if (letters.size() == MAX_LETTERS) {
                letters.removeFirst();
            }
            letters.addLast(letter);
        }
    }

    @Override
    public Map<String, Long> counts() {
        var oldest = clock.instant().minus(MEMORY);
        var counts = new HashMap<String, Long>();
        synchronized (letters) {
            letters.removeIf(letter -> letter.published().isBefore(oldest));
            letters.forEach(letter -> counts.merge(letter.organization(), 1L, Long::sum));
        }
        return counts;
    }

    /// Returns the organization that the record names; a record may be anything.
    private static String organization(DeadLetter letter) {
        try (var json = Json.MAPPER.createParser(letter.value().toArray())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return UNKNOWN;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var isOrganization = json.currentName().equals("organization");
                var isText = json.nextToken() == JsonToken.VALUE_STRING;
                if (isOrganization && isText) {
                    return Organization.isValid(json.getText()) ? json.getText() : UNKNOWN;
                }
                json.skipChildren();
            }
            return UNKNOWN;
        } catch (IOException _) {
            return UNKNOWN; // not being JSON may be why it is a dead letter
        }
    }

    @Override
    protected TopicFollower follower() {
        return follower;
    }
}
