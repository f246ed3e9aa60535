package io.sluice.view.image;

import static java.util.stream.Collectors.toSet;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.account.Usage;
import io.sluice.image.BinaryHash;
import io.sluice.image.BinaryKey;
import io.sluice.image.CatalogKey;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.search.Condition;
import io.sluice.search.Position;
import io.sluice.search.Search;
import io.sluice.search.Sort;
import io.sluice.search.facet.Counting;
import io.sluice.search.index.ImageSearch;
import io.sluice.view.CatalogView;
import io.sluice.view.follow.Listeners;
import io.sluice.view.lucene.Generations;
import io.sluice.view.lucene.IndexedView;
import io.sluice.view.lucene.LiveIndex;
import io.sluice.view.lucene.ViewMetrics;
import io.sluice.watch.Heartbeats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/// A catalog view in a Lucene index that follows `sluice.source-images`.
///
/// Looking up an image is the hot path: it reads the recently changed images and then the terms of the index,
/// and never waits for a refresh; only lists do. The index can always be rebuilt from the topic.
public final class LuceneCatalogView extends IndexedView<RecentImages> implements CatalogView {

    private static final String NAME = "catalog";

    /// Topics retain tombstones for a day (`delete.retention.ms`) after compaction; after a longer time some
    /// may be missing.
    private static final Duration MAX_ABSENCE = Duration.ofHours(20);

    private static final int HASH_LENGTH = 40;
    private static final Comparator<SourceImage> NEWEST_FIRST = Comparator.comparing(SourceImage::created)
            .reversed()
            .thenComparing(image -> image.hash().value());

    private final LiveIndex<RecentImages> index;
    private final Map<Organization, RevisionGate> gates = new ConcurrentHashMap<>();
    private final Counting counting;
    private final Counter applied;
    private final TopicFollower follower;
    private final Listeners<String> listeners = new Listeners<>();

    private LuceneCatalogView(
            Supplier<Consumer<String, byte[]>> consumers,
            Path folder,
            MeterRegistry meters,
            Clock clock,
            Heartbeats heartbeats,
            Counting counting) {
        this.counting = counting;
        this.index = LiveIndex.open(
                NAME,
                folder,
                new LiveIndex.Settings(ImageDocument.LAYOUT, MAX_ABSENCE),
                RecentImages::new,
                RecentImages::weight,
                meters,
                clock,
                heartbeats);
        this.applied = meters.counter(ViewMetrics.RECORDS, ViewMetrics.VIEW, NAME);
        this.follower = TopicFollower.start(
                "catalog-view", List.of(Topics.SOURCE_IMAGES), consumers, new Feed(), _ -> {}, heartbeats);
        registerMetrics(meters, NAME);
    }

    /// Opens the index in `folder`, which only this view uses, and follows the topic from the last position.
    public static LuceneCatalogView start(
            KafkaClients clients, Path folder, MeterRegistry meters, Heartbeats heartbeats) {
        return start(() -> clients.follower("catalog-view"), folder, meters, Clock.systemUTC(), heartbeats);
    }

    static LuceneCatalogView start(
            Supplier<Consumer<String, byte[]>> consumers,
            Path folder,
            MeterRegistry meters,
            Clock clock,
            Heartbeats heartbeats) {
        return new LuceneCatalogView(
                consumers, folder, meters, clock, heartbeats, new Counting(Counting.Limits.DEFAULTS));
    }

    /// @param counting closed with the view
    static LuceneCatalogView start(
            Supplier<Consumer<String, byte[]>> consumers, Path folder, MeterRegistry meters, Counting counting) {
        return new LuceneCatalogView(consumers, folder, meters, Clock.systemUTC(), new Heartbeats(), counting);
    }

    private final class Feed implements TopicFollower.Handler {
        @Override
        public Map<TopicPartition, Long> begin(Map<TopicPartition, TopicFollower.OffsetRange> available) {
            var begin = index.begin(available);
            if (begin.isEmpty()) {
                // rebuilt, perhaps from a new topic whose revisions start again
                gates.values().forEach(RevisionGate::reset);
            }
            return begin;
        }

        @Override
        public void accept(List<FollowedRecord> records, Map<TopicPartition, Long> positions) {
            applied.increment(records.size());
            index.apply(positions, recent -> records.forEach(image -> apply(image, recent)));
            records.forEach(followed -> listeners.changed(followed.key()));
        }
    }

    /// Calls `listener` with the key of every image that changes from now on, on the reading thread, so it
    /// must be quick.
    public void onChange(java.util.function.Consumer<String> listener) {
        listeners.add(listener);
    }

    private void apply(FollowedRecord followed, RecentImages recent) {
        var key = followed.key();
        try {
            if (followed.value() instanceof SourceImage image) {
                var json = ImageDocument.json(image);
                index.writer().updateDocument(ImageDocument.key(key), ImageDocument.of(key, image, json));
                recent.put(key, image, json.length);
                gates.computeIfAbsent(image.organization(), _ -> new RevisionGate(0))
                        .advance(image.revision());
            } else {
                index.writer().deleteDocuments(ImageDocument.key(key));
                recent.remove(key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot index the image " + key, e);
        }
    }

    @Override
    public Optional<SourceImage> find(Organization organization, String hashOrShortHash) {
        return lookUp(organization, hashOrShortHash).filter(SourceImage::isLive);
    }

    @Override
    public Optional<SourceImage> findDeleted(Organization organization, String hashOrShortHash) {
        return lookUp(organization, hashOrShortHash).filter(image -> !image.isLive());
    }

    private Optional<SourceImage> lookUp(Organization organization, String hashOrShortHash) {
        var asked = CatalogKey.prefix(organization) + hashOrShortHash;
        var recent = index.recent();
        if (hashOrShortHash.length() == HASH_LENGTH) {
            return Optional.ofNullable(byKey(asked, recent));
        }
        var key = keyByShortHash(asked, recent);
        if (key != null) {
            return Optional.ofNullable(byKey(key, recent));
        }
        return index.search(searcher -> images(searcher, new Term(ImageDocument.SHORT_HASH, asked), 1)).stream()
                .filter(image -> change(keyOf(image), recent) == null)
                .findFirst();
    }

    private @Nullable SourceImage byKey(String key, Generations<RecentImages> recent) {
        var change = change(key, recent);
        if (change != null) {
            return change.image();
        }
        var found = index.search(searcher -> images(searcher, ImageDocument.key(key), 1));
        return found.isEmpty() ? null : found.getFirst();
    }

    @Override
    public List<SourceImage> findByBinaryHash(Organization organization, BinaryHash binaryHash) {
        var asked = new BinaryKey(organization, binaryHash).text();
        var recent = index.recent();
        var images = new HashMap<String, SourceImage>();
        index.search(searcher -> images(searcher, ImageDocument.binaryHash(asked), Integer.MAX_VALUE))
                .forEach(image -> images.put(keyOf(image), image));
        images.keySet().removeIf(key -> change(key, recent) != null);
        for (var generation : List.of(recent.older(), recent.younger())) {
            for (var key : generation.keysByBinaryHash(asked)) {
                var change = change(key, recent);
                var image = change == null ? null : change.live();
                if (image != null) {
                    images.put(key, image);
                }
            }
        }
        return images.values().stream().sorted(NEWEST_FIRST).toList();
    }

    @Override
    public Set<BinaryHash> existing(Organization organization, Collection<BinaryHash> binaryHashes) {
        var recent = index.recent();
        var removals = recent.younger().hasRemovals() || recent.older().hasRemovals();
        return index.search(searcher -> binaryHashes.stream()
                .filter(hash -> removals
                        ? !findByBinaryHash(organization, hash).isEmpty()
                        : exists(new BinaryKey(organization, hash).text(), recent, searcher))
                .collect(toSet()));
    }

    private static boolean exists(String binaryKey, Generations<RecentImages> recent, IndexSearcher searcher) {
        try {
            return !recent.younger().keysByBinaryHash(binaryKey).isEmpty()
                    || !recent.older().keysByBinaryHash(binaryKey).isEmpty()
                    || !TermDocuments.find(searcher, ImageDocument.binaryHash(binaryKey), 1)
                            .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look up " + binaryKey, e);
        }
    }

    @Override
    public Page list(Organization organization, Listing listing) {
        index.refresh();
        return index.search(searcher -> CatalogPages.read(organization, listing, searcher, counting));
    }

    @Override
    public List<SourceImage> slice(Organization organization, Condition filter, @Nullable ImageHash after, int limit) {
        if (filter.equals(Condition.all())) {
            return slice(organization, after, limit);
        }
        var position = after == null ? null : new Position(List.of(new Position.Bytes(after.value())));
        index.refresh();
        return index.search(searcher -> {
            var result = CatalogPages.search(organization, ImageDocument.Kind.LIVE, searcher, counting)
                    .search(new Search(filter, Sort.BY_HASH, List.of()), new ImageSearch.Part(limit, position, false));
            var stored = searcher.storedFields();
            var images = new ArrayList<SourceImage>();
            for (var hit : result.hits()) {
                images.add(ImageDocument.read(stored, hit.document()));
            }
            return images;
        });
    }

    @Override
    public List<SourceImage> slice(Organization organization, @Nullable ImageHash after, int limit) {
        var prefix = ImageTerms.prefix(organization);
        var afterKey = CatalogKey.prefix(organization) + (after == null ? "" : after.value());
        var changes = changes(organization, afterKey);
        var unchanged = index.search(searcher -> read(
                new TermWalk(
                        searcher.getIndexReader(),
                        ImageDocument.BY_HASH,
                        prefix,
                        after == null ? prefix : ImageTerms.after(ImageTerms.ofKey(afterKey))),
                limit,
                searcher,
                image -> !changes.containsKey(keyOf(image))));
        var changed = changes.values().stream().flatMap(change -> Stream.ofNullable(change.live()));
        return Stream.concat(unchanged.stream(), changed)
                .sorted(Comparator.comparing(image -> image.hash().value()))
                .limit(limit)
                .toList();
    }

    @Override
    public long count(Organization organization, Condition filter) {
        index.refresh();
        return index.search(searcher -> CatalogPages.search(organization, ImageDocument.Kind.LIVE, searcher, counting)
                .count(filter));
    }

    @Override
    public Usage usage(Organization organization) {
        index.refresh();
        return index.search(searcher -> StoredImages.count(organization, searcher));
    }

    @Override
    public boolean await(Organization organization, long revision, Duration timeout) throws InterruptedException {
        return gates.computeIfAbsent(organization, this::gateFromIndex).await(revision, timeout);
    }

    @Override
    public long revision(Organization organization) {
        return gates.computeIfAbsent(organization, this::gateFromIndex).reached();
    }

    /// Restores the revision of an organization after a restart from its images.
    private RevisionGate gateFromIndex(Organization organization) {
        return index.search(searcher -> new RevisionGate(Math.max(
                latestRevision(organization, ImageDocument.Kind.LIVE, searcher),
                latestRevision(organization, ImageDocument.Kind.DELETED, searcher))));
    }

    private static long latestRevision(Organization organization, ImageDocument.Kind kind, IndexSearcher searcher)
            throws IOException {
        var query = new TermQuery(kind.in(organization));
        var latest = searcher.search(query, 1, ImageDocument.LATEST_REVISION).scoreDocs;
        return latest.length == 0
                ? 0
                : ImageDocument.read(searcher.storedFields(), latest[0].doc).revision();
    }

    @Override
    protected LiveIndex<RecentImages> index() {
        return index;
    }

    @Override
    protected TopicFollower follower() {
        return follower;
    }

    @Override
    public void close() {
        super.close();
        counting.close();
    }

    private static String keyOf(SourceImage image) {
        return ImageKey.of(image).text();
    }

    private static RecentImages.@Nullable Change change(String key, Generations<RecentImages> recent) {
        var younger = recent.younger().byKey(key);
        return younger != null ? younger : recent.older().byKey(key);
    }

    /// Returns the recent changes of the organization's images whose keys follow `afterKey`, by key.
    private SortedMap<String, RecentImages.Change> changes(Organization organization, String afterKey) {
        var recent = index.recent();
        var prefix = CatalogKey.prefix(organization);
        var changes = new TreeMap<String, RecentImages.Change>();
        recent.older().addTo(changes, prefix, afterKey);
        recent.younger().addTo(changes, prefix, afterKey);
        return changes;
    }

    private static @Nullable String keyByShortHash(String shortKey, Generations<RecentImages> recent) {
        var younger = recent.younger().keyByShortHash(shortKey);
        return younger != null ? younger : recent.older().keyByShortHash(shortKey);
    }

    private static List<SourceImage> images(IndexSearcher searcher, Term term, int limit) throws IOException {
        var stored = searcher.storedFields();
        var images = new ArrayList<SourceImage>();
        for (var document : TermDocuments.find(searcher, term, limit)) {
            images.add(ImageDocument.read(stored, document));
        }
        return images;
    }

    /// Reads the next images of `walk`, as many as are wanted and at most `limit`.
    private static List<SourceImage> read(
            TermWalk walk, int limit, IndexSearcher searcher, Predicate<SourceImage> wanted) throws IOException {
        var stored = searcher.storedFields();
        var images = new ArrayList<SourceImage>();
        while (images.size() < limit) {
            var document = walk.next();
            if (document == TermWalk.END) {
                break;
            }
            var image = ImageDocument.read(stored, document);
            if (wanted.test(image)) {
                images.add(image);
            }
        }
        return images;
    }
}
