package io.sluice.view.operation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.command.Outcome;
import io.sluice.image.Organization;
import io.sluice.kafka.Json;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.operation.OperationId;
import io.sluice.view.OperationPage;
import io.sluice.view.OperationStatus;
import io.sluice.view.OperationView;
import io.sluice.view.WaitingUploads;
import io.sluice.view.follow.Listeners;
import io.sluice.view.lucene.IndexedView;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
/// one document for each event, summarized on request, and one for each operation, by which lists find it.
public final class LuceneOperationView extends IndexedView<RecentEvents> implements OperationView {

    private static final String NAME = "operations";
    private static final String LAYOUT = "operations-2";
    private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(10);

    /// Maximum number of summarized events of one operation: its parts, each with a few attempts.
    private static final int MAX_EVENTS = 20_000;

    private static final String PLACE = "place";
    private static final String OPERATION = "operation";
    private static final String PUBLISHED = OperationHeads.PUBLISHED;
    private static final String JSON = "json";

    /// Number of heads in memory; those of other operations are built from their events when these change.
    private static final int MAX_HEADS = 10_000;

    private final LiveIndex<RecentEvents> index;
    private final java.util.function.Consumer<Outcome> listener;
    private final Clock clock;
    private final Counter applied;
    private final TopicFollower follower;
    private final Listeners<Change> listeners = new Listeners<>();

    /// A change of an operation.
    public record Change(Organization organization, OperationId operation) {}

    /// The heads of the operations that changed last; confined to the follower's thread.
    private final Map<OperationId, OperationHead> heads = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<OperationId, OperationHead> eldest) {
            return size() > MAX_HEADS;
        }
    };

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
        registerMetrics(meters, NAME);
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

    /// Calls `changeListener` with every change from now on, on the reading thread, so it must be quick.
    public void onChange(java.util.function.Consumer<Change> changeListener) {
        listeners.add(changeListener);
    }

    private final class Feed implements TopicFollower.Handler {
        @Override
        public Map<TopicPartition, Long> begin(Map<TopicPartition, TopicFollower.OffsetRange> available) {
            heads.clear(); // the index may be emptied
            return index.begin(available);
        }

        @Override
        public void accept(List<FollowedRecord> records, Map<TopicPartition, Long> positions) {
            applied.increment(records.size());
            var changed = new LinkedHashMap<OperationId, OperationHead>();
            index.apply(positions, recent -> {
                records.forEach(followed -> apply(followed, recent, changed));
                changed.values().forEach(LuceneOperationView.this::write);
            });
            // a client that is answered now finds its operation ended
            for (var followed : records) {
                if (followed.value() instanceof Outcome outcome) {
                    listener.accept(outcome);
                }
            }
            changed.values().forEach(head -> listeners.changed(new Change(head.organization(), head.operation())));
        }
    }

    private void apply(FollowedRecord followed, RecentEvents recent, Map<OperationId, OperationHead> changed) {
        var event = eventOf(followed);
        if (event == null || followed.timestamp().isBefore(oldest())) {
            return;
        }
        try {
            var place = event.place().toString();
            var json = Json.MAPPER.writeValueAsBytes(event);
            index.writer().updateDocument(new Term(PLACE, place), document(place, event, followed.timestamp(), json));
            recent.add(event, json.length);
            var head = changed.computeIfAbsent(event.operation(), _ -> head(event, followed.timestamp()));
            head.add(event, followed.timestamp());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot index the operation " + event.operation(), e);
        }
    }

    private OperationHead head(OperationEvent event, Instant published) {
        var known = heads.get(event.operation());
        if (known == null) {
            var head = new OperationHead(event, published);
            events(event.operation()).stream()
                    .sorted(OperationSummary.BY_PLACE)
                    .forEach(earlier -> head.add(earlier, published));
            heads.put(event.operation(), head);
            return head;
        }
        return known;
    }

    private void write(OperationHead head) {
        try {
            index.writer().updateDocument(OperationHeads.key(head.operation()), OperationHeads.document(head));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot index the operation " + head.operation(), e);
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
                        upload.fingerprint(),
                        upload.upload());
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
        return OperationSummary.of(events(id));
    }

    private Collection<OperationEvent> events(OperationId id) {
        var recent = index.recent();
        var events = new HashMap<Place, OperationEvent>();
        index.search(searcher -> collect(searcher, id, events));
        recent.older().of(id).forEach(event -> events.put(event.place(), event));
        recent.younger().of(id).forEach(event -> events.put(event.place(), event));
        return events.values();
    }

    @Override
    public OperationPage list(OperationPage.Request request) {
        index.refresh();
        var page = index.search(searcher -> OperationHeads.page(searcher, request, oldest()));
        return new OperationPage(
                page.total(),
                page.operations().stream().flatMap(id -> find(id).stream()).toList(),
                page.last(),
                page.facets());
    }

    @Override
    public List<WaitingUploads> waiting() {
        index.refresh();
        return List.copyOf(index.search(OperationHeads::waiting).values());
    }

    private Map<Place, OperationEvent> collect(
            IndexSearcher searcher, OperationId id, Map<Place, OperationEvent> events) throws IOException {
        var term = new Term(OPERATION, id.value());
        var most = Math.min(MAX_EVENTS, searcher.getIndexReader().docFreq(term));
        if (most == 0) {
            return events;
        }
        var oldest = oldest().toEpochMilli();
        var stored = searcher.storedFields();
        for (var hit : searcher.search(new TermQuery(term), most).scoreDocs) {
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
    protected LiveIndex<RecentEvents> index() {
        return index;
    }

    @Override
    protected TopicFollower follower() {
        return follower;
    }
}
