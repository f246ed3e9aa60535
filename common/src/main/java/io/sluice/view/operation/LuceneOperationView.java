package io.sluice.view.operation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.command.Outcome;
import io.sluice.kafka.Json;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.operation.OperationId;
import io.sluice.view.OperationStatus;
import io.sluice.view.OperationView;
import io.sluice.view.lucene.LiveIndex;
import io.sluice.view.lucene.ViewMetrics;
import io.sluice.view.operation.OperationEvent.Place;
import io.sluice.watch.Heartbeats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// An operation view in a Lucene index that follows `sluice.uploads`, `sluice.retries` and `sluice.outcomes`:
/// one document for each event, summarized on request.
public final class LuceneOperationView implements OperationView, AutoCloseable {

    private static final String NAME = "operations";
    private static final String LAYOUT = "operations-1";
    private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(10);

    /// Maximum number of summarized events of one operation: its parts, each with a few attempts.
    private static final int MAX_EVENTS = 20_000;

    private static final String PLACE = "place";
    private static final String OPERATION = "operation";
    private static final String PUBLISHED = "published";
    private static final String JSON = "json";

    private final LiveIndex<RecentEvents> index;
    private final java.util.function.Consumer<Outcome> listener;
    private final Clock clock;
    private final Counter applied;
    private final TopicFollower follower;

    private LuceneOperationView(
            Supplier<Consumer<String, byte[]>> consumers,
            Path folder,
            java.util.function.Consumer<Outcome> listener,
            MeterRegistry meters,
            Clock clock,
            Heartbeats heartbeats) {
        this.listener = listener;
        this.clock = clock;
        this.index = LiveIndex.open(
                NAME,
                folder,
                new LiveIndex.Settings(LAYOUT, Topics.OPERATION_RETENTION),
                RecentEvents::new,
                RecentEvents::weight,
                meters,
                clock,
                heartbeats);
        this.applied = meters.counter(ViewMetrics.RECORDS, ViewMetrics.VIEW, NAME);
        index.every(EXPIRY_INTERVAL, this::expire);
        this.follower = TopicFollower.start(
                "operation-view",
                List.of(QueuedUpload.UPLOADS, QueuedUpload.RETRIES, Topics.OUTCOMES),
                consumers,
                new Feed(),
                _ -> {},
                heartbeats);
        Gauge.builder(ViewMetrics.CAUGHT_UP, this, view -> view.caughtUp() ? 1 : 0)
                .tag(ViewMetrics.VIEW, NAME)
                .register(meters);
        ViewMetrics.register(meters, NAME, follower);
    }

    /// Opens the index in `folder`, which only this view uses, and follows the topics from the last position.
    ///
    /// @param listener receives every outcome as soon as it is read, on the reading thread, so it must be
    ///                 quick; after a restart it may receive outcomes again
    public static LuceneOperationView start(
            KafkaClients clients,
            Path folder,
            java.util.function.Consumer<Outcome> listener,
            MeterRegistry meters,
            Heartbeats heartbeats) {
        return start(() -> clients.follower("operation-view"), folder, listener, meters, Clock.systemUTC(), heartbeats);
    }

    static LuceneOperationView start(
            Supplier<Consumer<String, byte[]>> consumers,
            Path folder,
            java.util.function.Consumer<Outcome> listener,
            MeterRegistry meters,
            Clock clock,
            Heartbeats heartbeats) {
        return new LuceneOperationView(consumers, folder, listener, meters, clock, heartbeats);
    }

    private final class Feed implements TopicFollower.Handler {
        @Override
        public Map<TopicPartition, Long> begin(Map<TopicPartition, TopicFollower.OffsetRange> available) {
            return index.begin(available);
        }

        @Override
        public void accept(List<FollowedRecord> records, Map<TopicPartition, Long> positions) {
            for (var followed : records) {
                if (followed.value() instanceof Outcome outcome) {
                    listener.accept(outcome);
                }
            }
            applied.increment(records.size());
            index.apply(positions, recent -> records.forEach(followed -> apply(followed, recent)));
        }
    }

    private void apply(FollowedRecord followed, RecentEvents recent) {
        var event = eventOf(followed);
        if (event == null || followed.timestamp().isBefore(oldest())) {
            return;
        }
        try {
            var place = event.place().toString();
            var json = Json.MAPPER.writeValueAsBytes(event);
            index.writer().updateDocument(new Term(PLACE, place), document(place, event, followed.timestamp(), json));
            recent.add(event, json.length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot index the operation " + event.operation(), e);
        }
    }

    private static @Nullable OperationEvent eventOf(FollowedRecord followed) {
        var place = new Place(followed.topic(), followed.partition(), followed.offset());
        return switch (followed.value()) {
            case QueuedUpload upload ->
                new OperationEvent.Queued(
                        place,
                        upload.operation(),
                        upload.part(),
                        upload.organization(),
                        acceptedOf(upload, followed),
                        upload.attempt(),
                        upload.fingerprint());
            case QueuedUpload.Later(var upload, var due, var fault) ->
                new OperationEvent.Postponed(
                        place,
                        upload.operation(),
                        upload.part(),
                        upload.organization(),
                        acceptedOf(upload, followed),
                        upload.attempt(),
                        due,
                        fault);
            case Outcome outcome -> new OperationEvent.Ended(place, outcome);
            case null, default -> null;
        };
    }

    private static Instant acceptedOf(QueuedUpload upload, FollowedRecord followed) {
        return upload.accepted() == null ? followed.timestamp() : upload.accepted();
    }

    private static Document document(String place, OperationEvent event, Instant published, byte[] json) {
        var document = new Document();
        document.add(new StringField(PLACE, place, Field.Store.NO));
        document.add(new StringField(OPERATION, event.operation().value(), Field.Store.NO));
        document.add(new LongPoint(PUBLISHED, published.toEpochMilli()));
        document.add(new StoredField(PUBLISHED, published.toEpochMilli()));
        document.add(new StoredField(JSON, new BytesRef(json)));
        return document;
    }

    @Override
    public Optional<OperationStatus> find(OperationId id) {
        var recent = index.recent();
        var events = new HashMap<Place, OperationEvent>();
        index.search(searcher -> collect(searcher, id, events));
        recent.older().of(id).forEach(event -> events.put(event.place(), event));
        recent.younger().of(id).forEach(event -> events.put(event.place(), event));
        return OperationSummary.of(events.values());
    }

    private Map<Place, OperationEvent> collect(
            IndexSearcher searcher, OperationId id, Map<Place, OperationEvent> events) throws IOException {
        var oldest = oldest().toEpochMilli();
        var stored = searcher.storedFields();
        for (var hit : searcher.search(new TermQuery(new Term(OPERATION, id.value())), MAX_EVENTS).scoreDocs) {
            var document = stored.document(hit.doc);
            if (document.getField(PUBLISHED).numericValue().longValue() >= oldest) {
                var json = document.getBinaryValue(JSON);
                var event = Json.MAPPER.readValue(json.bytes, json.offset, json.length, OperationEvent.class);
                events.put(event.place(), event);
            }
        }
        return events;
    }

    private void expire() {
        try {
            index.writer()
                    .deleteDocuments(LongPoint.newRangeQuery(PUBLISHED, Long.MIN_VALUE, oldest().toEpochMilli() - 1));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove operations that have expired", e);
        }
    }

    private Instant oldest() {
        return clock.instant().minus(Topics.OPERATION_RETENTION);
    }

    @Override
    public boolean caughtUp() {
        return follower.caughtUp() && index.failure() == null;
    }

    /// Returns the time since the view last contained all records of its topics, see [TopicFollower#age()].
    public Duration age() {
        return follower.age();
    }

    /// Returns the failure that stopped the view from following; the process must be restarted then.
    public Optional<Throwable> failure() {
        return Optional.ofNullable(follower.failure()).or(() -> Optional.ofNullable(index.failure()));
    }

    @Override
    public void close() {
        follower.close();
        index.close();
    }
}
