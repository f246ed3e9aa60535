package io.sluice.view.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.account.Usage;
import io.sluice.image.BinaryHash;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import io.sluice.search.Numbers;
import io.sluice.search.Position;
import io.sluice.search.Search;
import io.sluice.testsupport.MemoryTopics;
import io.sluice.testsupport.builder.ImageBuilder;
import io.sluice.view.CatalogView;
import io.sluice.view.PageTooLargeException;
import io.sluice.view.lucene.ViewMetrics;
import io.sluice.watch.Heartbeats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneCatalogViewTest {

    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final CatalogView.Listing LIVE = CatalogView.Listing.live(0, 100);
    private static final CatalogView.Listing DELETED = new CatalogView.Listing(true, Search.ALL, 100, 0, null);

    private static final Comparator<SourceImage> NEWEST_FIRST = Comparator.comparing(SourceImage::created)
            .reversed()
            .thenComparing(image -> image.hash().value());

    @TempDir
    Path folder;

    private final MemoryTopics topics = new MemoryTopics(Topics.SOURCE_IMAGES);
    private MeterRegistry meters = new SimpleMeterRegistry();

    @SuppressWarnings("NullAway.Init") // set by each test
    private LuceneCatalogView view;

    @AfterEach
    void close() {
        if (view != null) {
            view.close();
        }
    }

    @Test
    void findsAnImageByHashAndByShortHashOnceItsRevisionIsReached() throws Exception {
        start();
        var image = publish(image(ACME, 1, 1));

        assertThat(view.await(ACME, 1, SOON)).isTrue();

        assertThat(view.find(ACME, image.hash().value())).contains(image);
        assertThat(view.find(ACME, image.shortHash().value())).contains(image);
        assertThat(view.find(OTHER, image.hash().value())).isEmpty();
        assertThat(view.find(ACME, "ffffff")).isEmpty();
        assertThat(view.find(ACME, "no hash")).isEmpty();
        assertThat(view.find(ACME, image.hash().value().toUpperCase(Locale.ROOT)))
                .isEmpty();
        assertThat(view.find(ACME, "x".repeat(40))).isEmpty();
    }

    @Test
    void countsImagesAndTheirBytes() throws Exception {
        start();
        var kept = publish(image(ACME, 1, 1));
        var deleted = publish(image(ACME, 2, 2));
        publish(image(OTHER, 3, 1));
        assertThat(view.await(ACME, 2, SOON)).isTrue();
        publish(deleted.withDeleted(NOON).stamped(3, deleted.stamp().change()));
        assertThat(view.await(ACME, 3, SOON)).isTrue();

        assertThat(view.usage(ACME)).isEqualTo(new Usage(1, 1, kept.size() + deleted.size(), deleted.size()));
        assertThat(view.usage(new Organization("nobodys"))).isEqualTo(Usage.NONE);
    }

    @Test
    void findsTheSameBeforeAndAfterARefresh() throws Exception {
        start();
        var image = publish(image(ACME, 1, 1));
        view.await(ACME, 1, SOON);
        var variant = publish(variant(image, 2));
        view.await(ACME, 2, SOON);

        for (var refreshed : List.of(false, true)) {
            if (refreshed) {
                view.list(ACME, CatalogView.Listing.live(0, 10));
            }
            assertThat(view.find(ACME, image.hash().value())).contains(image);
            assertThat(view.find(ACME, variant.shortHash().value())).contains(variant);
            assertThat(view.findByBinaryHash(ACME, image.binaryHash())).containsExactlyInAnyOrder(image, variant);
            assertThat(view.findByBinaryHash(OTHER, image.binaryHash())).isEmpty();
            assertThat(view.existing(ACME, List.of(image.binaryHash(), binaryHash(99))))
                    .containsExactly(image.binaryHash());
            assertThat(view.existing(OTHER, List.of(image.binaryHash()))).isEmpty();
        }
    }

    @Test
    void showsTheLatestStateOfAnImageThatChanged() throws Exception {
        start();
        var old = publish(image(ACME, 1, 1));
        view.await(ACME, 1, SOON);
        view.list(ACME, CatalogView.Listing.live(0, 1));

        var changed = publish(renamed(old, "renamed.png", 2));
        view.await(ACME, 2, SOON);

        assertThat(view.find(ACME, old.hash().value())).contains(changed);
        assertThat(view.find(ACME, old.shortHash().value())).contains(changed);
        assertThat(view.findByBinaryHash(ACME, old.binaryHash())).containsExactly(changed);
        assertThat(view.list(ACME, CatalogView.Listing.live(0, 10))).isEqualTo(page(1, changed));
    }

    @Test
    void removesAPurgedImage() throws Exception {
        start();
        var purged = publish(image(ACME, 1, 1));
        var kept = publish(image(ACME, 2, 2));
        view.await(ACME, 2, SOON);
        for (var refreshed : List.of(true, false)) {
            if (refreshed) {
                view.list(ACME, CatalogView.Listing.live(0, 1));
            }
            topics.publish(Topics.SOURCE_IMAGES, key(purged), null);
            var marker = publish(image(ACME, refreshed ? 3 : 4, refreshed ? 3 : 4));
            view.await(ACME, marker.revision(), SOON);

            assertThat(view.find(ACME, purged.hash().value())).isEmpty();
            assertThat(view.find(ACME, purged.shortHash().value())).isEmpty();
            assertThat(view.findByBinaryHash(ACME, purged.binaryHash())).isEmpty();
            assertThat(view.existing(ACME, List.of(purged.binaryHash(), kept.binaryHash())))
                    .containsExactly(kept.binaryHash());
        }
        assertThat(view.list(ACME, CatalogView.Listing.live(0, 10)).items())
                .doesNotContain(purged)
                .hasSize(3);
    }

    @Test
    void listsPagesNewestFirstWithTheTotal() throws Exception {
        start();
        var images = new ArrayList<SourceImage>();
        for (var i = 1; i <= 25; i++) {
            // five with the same time, so that only the tie-break separates pages
            images.add(publish(image(ACME, i, i, NOON.plusSeconds(i / 5))));
        }
        publish(image(OTHER, 1, 1));
        view.await(ACME, 25, SOON);
        view.await(OTHER, 1, SOON);

        var paged = new ArrayList<SourceImage>();
        for (var offset = 0; offset < 25; offset += 4) {
            var page = view.list(ACME, CatalogView.Listing.live(offset, 4));
            assertThat(page.total()).isEqualTo(25);
            paged.addAll(page.items());
        }

        assertThat(paged).containsExactlyInAnyOrderElementsOf(images);
        assertThat(paged).isSortedAccordingTo((a, b) -> b.created().compareTo(a.created()));
        assertThat(view.list(ACME, CatalogView.Listing.live(25, 4))).isEqualTo(page(25));
        assertThat(view.list(ACME, CatalogView.Listing.live(0, 0))).isEqualTo(page(25));
        assertThat(view.list(ACME, CatalogView.Listing.live(24, Integer.MAX_VALUE))
                        .items())
                .hasSize(1);
        assertThat(view.list(new Organization("nobody"), CatalogView.Listing.live(0, 5)))
                .isEqualTo(page(0));
        assertThatThrownBy(() -> view.list(ACME, CatalogView.Listing.live(-1, 5)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsADeletedImageOnlyAmongDeletedImages() throws Exception {
        start();
        var kept = publish(image(ACME, 1, 1));
        var live = publish(image(ACME, 2, 2));
        view.await(ACME, 2, SOON);
        view.list(ACME, LIVE);
        var deleted = publish(live.withDeleted(NOON).stamped(3, new CommandId("op#3")));
        view.await(ACME, 3, SOON);

        for (var refreshed : List.of(false, true)) {
            if (refreshed) {
                view.count(ACME);
            }
            assertThat(view.find(ACME, deleted.hash().value())).isEmpty();
            assertThat(view.find(ACME, deleted.shortHash().value())).isEmpty();
            assertThat(view.findByBinaryHash(ACME, deleted.binaryHash())).isEmpty();
            assertThat(view.existing(ACME, List.of(deleted.binaryHash(), kept.binaryHash())))
                    .containsExactly(kept.binaryHash());
            assertThat(view.slice(ACME, null, 10)).containsExactly(kept);
            assertThat(view.findDeleted(ACME, deleted.hash().value())).contains(deleted);
            assertThat(view.findDeleted(ACME, deleted.shortHash().value())).contains(deleted);
            assertThat(view.findDeleted(ACME, kept.hash().value())).isEmpty();
            assertThat(view.findDeleted(OTHER, deleted.hash().value())).isEmpty();
        }
        assertThat(view.list(ACME, LIVE)).isEqualTo(page(1, kept));
        assertThat(view.list(ACME, DELETED)).isEqualTo(page(1, deleted));
        assertThat(view.count(ACME)).isEqualTo(1);
        assertThat(view.list(OTHER, DELETED)).isEqualTo(page(0));
    }

    @Test
    void showsARestoredImageAgain() throws Exception {
        start();
        var image = publish(image(ACME, 1, 1));
        publish(image.withDeleted(NOON).stamped(2, new CommandId("op#2")));
        view.await(ACME, 2, SOON);
        view.count(ACME);

        var restored = publish(image.withDeleted(null).stamped(3, new CommandId("op#3")));
        view.await(ACME, 3, SOON);

        assertThat(view.find(ACME, image.hash().value())).contains(restored);
        assertThat(view.findDeleted(ACME, image.hash().value())).isEmpty();
        assertThat(view.existing(ACME, List.of(image.binaryHash()))).containsExactly(image.binaryHash());
        assertThat(view.slice(ACME, null, 10)).containsExactly(restored);
        assertThat(view.list(ACME, DELETED)).isEqualTo(page(0));
        assertThat(view.list(ACME, LIVE)).isEqualTo(page(1, restored));
    }

    @Test
    void continuesAfterACursorWhoseImageHasChanged() throws Exception {
        start();
        var images = new ArrayList<SourceImage>();
        for (var i = 1; i <= 25; i++) {
            images.add(publish(image(ACME, i, i, NOON.plusSeconds(i / 5).plusNanos(i / 10 * 1_000L))));
        }
        publish(image(OTHER, 30, 1));
        view.await(ACME, 25, SOON);
        view.await(OTHER, 1, SOON);
        var wanted = images.stream().sorted(NEWEST_FIRST).toList();

        var seen = new ArrayList<SourceImage>();
        Position cursor = null;
        for (var page = 0; page < 7; page++) {
            seen.addAll(view.list(ACME, new CatalogView.Listing(false, Search.ALL, 4, 0, cursor))
                    .items());
            cursor = position(seen.getLast());
        }
        assertThat(seen).isEqualTo(wanted);
        assertThat(view.list(ACME, new CatalogView.Listing(false, Search.ALL, 4, 0, cursor)))
                .isEqualTo(page(25));

        topics.publish(Topics.SOURCE_IMAGES, key(wanted.get(11)), null);
        publish(image(ACME, 26, 26, NOON.plusSeconds(100)));
        view.await(ACME, 26, SOON);
        cursor = position(wanted.get(11));

        assertThat(view.list(ACME, new CatalogView.Listing(false, Search.ALL, 3, 0, cursor))
                        .items())
                .isEqualTo(wanted.subList(12, 15));
    }

    @Test
    void slicesEveryLiveImageOnceInTheOrderOfHashes() throws Exception {
        start();
        var images = new ArrayList<SourceImage>();
        for (var i = 1; i <= 250; i++) {
            images.add(publish(image(ACME, i, i)));
            publish(image(OTHER, i, i));
            if (i % 60 == 0) {
                view.await(ACME, i, SOON);
                view.count(ACME); // another segment
            }
        }
        view.await(ACME, 250, SOON);

        var walked = new ArrayList<SourceImage>();
        var slices = 0;
        for (var slice = view.slice(ACME, null, 100);
                !slice.isEmpty();
                slice = view.slice(ACME, walked.getLast().hash(), 100)) {
            walked.addAll(slice);
            slices++;
        }

        assertThat(slices).isEqualTo(3);
        assertThat(walked)
                .isEqualTo(images.stream()
                        .sorted(Comparator.comparing(image -> image.hash().value()))
                        .toList());
        assertThat(view.slice(new Organization("acm"), null, 100)).isEmpty();
        assertThat(view.slice(ACME, null, 0)).isEmpty();
    }

    /// Random changes of a few images, in random order, with and without refreshes in between.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreesAtAnyTimeWithAListOfTheChanges(long seed) throws Exception {
        start();
        var random = new Random(seed);
        var model = new TreeMap<String, SourceImage>();
        for (var revision = 1; revision <= 300; revision++) {
            var image = image(ACME, random.nextInt(20), revision, NOON.plusSeconds(random.nextInt(4)));
            var before = model.get(image.hash().value());
            var happens = random.nextInt(4);
            if (happens == 0 && before != null) {
                model.remove(image.hash().value());
                topics.publish(Topics.SOURCE_IMAGES, key(image), null);
                // a tombstone has no revision to wait for
                image = image(ACME, 20, revision, NOON);
            } else if (happens == 1) {
                image = image.withDeleted(NOON).stamped(revision, image.change());
            }
            model.put(image.hash().value(), publish(image));
            view.await(ACME, revision, SOON);

            var live = model.values().stream().filter(SourceImage::isLive).toList();
            var after = image(ACME, random.nextInt(20), 1).hash();
            assertThat(view.slice(ACME, after, 7))
                    .isEqualTo(live.stream()
                            .filter(other -> other.hash().value().compareTo(after.value()) > 0)
                            .limit(7)
                            .toList());
            assertThat(view.find(ACME, image.hash().value()).isPresent()).isEqualTo(image.isLive());
            if (random.nextInt(10) == 0) {
                assertThat(view.count(ACME)).isEqualTo(live.size());
                assertThat(view.list(ACME, LIVE).items())
                        .isEqualTo(live.stream().sorted(NEWEST_FIRST).toList());
                assertThat(view.list(ACME, DELETED).items())
                        .isEqualTo(model.values().stream()
                                .filter(other -> !other.isLive())
                                .sorted(NEWEST_FIRST)
                                .toList());
            }
        }
    }

    @Test
    void waitsForARevisionUntilItIsReachedOrTheTimeOut() throws Exception {
        start();
        publish(image(ACME, 1, 1));
        view.await(ACME, 1, SOON);

        var started = System.nanoTime();
        assertThat(view.await(ACME, 2, Duration.ofMillis(50))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(Duration.ofMillis(50), SOON);

        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return view.await(ACME, 3, SOON);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        publish(image(ACME, 2, 2));
        view.await(ACME, 2, SOON);
        assertThat(waiting).isNotDone();
        publish(image(ACME, 3, 3));
        assertThat(waiting).succeedsWithin(SOON).isEqualTo(true);
    }

    @Test
    void resumesAfterARestart() throws Exception {
        start();
        var before = publish(image(ACME, 1, 7));
        view.await(ACME, 7, SOON);
        view.close();
        var readBefore = applied();

        var whileDown = publish(image(ACME, 2, 8));
        start();
        assertThat(view.await(ACME, 8, SOON)).isTrue();

        assertThat(readBefore).isEqualTo(1);
        assertThat(applied()).isEqualTo(1);
        assertThat(view.find(ACME, before.hash().value())).contains(before);
        assertThat(view.find(ACME, whileDown.hash().value())).contains(whileDown);
    }

    @Test
    void restoresTheReachedRevisionAfterARestart() throws Exception {
        start();
        publish(image(ACME, 1, 7));
        view.await(ACME, 7, SOON);
        view.close();

        start();

        assertThat(view.await(ACME, 7, AT_ONCE)).isTrue();
        assertThat(view.await(ACME, 8, AT_ONCE)).isFalse();
    }

    @Test
    void restoresTheRevisionOfADeletionAfterARestart() throws Exception {
        start();
        var image = publish(image(ACME, 1, 7));
        publish(image.withDeleted(NOON).stamped(8, new CommandId("op#8")));
        view.await(ACME, 8, SOON);
        view.close();

        start();

        assertThat(view.await(ACME, 8, AT_ONCE)).isTrue();
        assertThat(view.await(ACME, 9, AT_ONCE)).isFalse();
    }

    @Test
    void readsUncommittedRecordsAgainAfterAKill() throws Exception {
        start();
        var committed = publish(image(ACME, 1, 1));
        view.await(ACME, 1, SOON);
        view.close();
        var snapshot = copyOf(folder);
        start();
        var tail = publish(image(ACME, 2, 2));
        view.await(ACME, 2, SOON);
        view.close();

        // the state after a kill: the files of the last commit
        folder = snapshot;
        start();

        assertThat(view.await(ACME, 2, SOON)).isTrue();
        assertThat(view.find(ACME, committed.hash().value())).contains(committed);
        assertThat(view.find(ACME, tail.hash().value())).contains(tail);
        assertThat(applied()).isEqualTo(1);
    }

    @Test
    void rebuildsADamagedIndex() throws Exception {
        start();
        var image = publish(image(ACME, 1, 1));
        view.await(ACME, 1, SOON);
        view.close();
        damage(folder);

        start();

        await().until(view::caughtUp);
        assertThat(view.find(ACME, image.hash().value())).contains(image);
        assertThat(applied()).isEqualTo(1);
    }

    @Test
    void rebuildsAnIndexOfAnotherTopic() throws Exception {
        start();
        var stranger = publish(image(ACME, 1, 1));
        publish(image(ACME, 2, 2));
        view.await(ACME, 2, SOON);
        view.close();

        var anew = new MemoryTopics(Topics.SOURCE_IMAGES);
        var image = image(ACME, 3, 1);
        anew.publish(Topics.SOURCE_IMAGES, key(image), image);
        start(anew, Clock.systemUTC());

        await().until(view::caughtUp);
        assertThat(view.list(ACME, CatalogView.Listing.live(0, 10)).items()).containsExactly(image);
        assertThat(view.find(ACME, stranger.hash().value())).isEmpty();
    }

    @Test
    void rebuildsAnIndexOfAnEarlierFormat() throws Exception {
        start();
        var image = publish(image(ACME, 1, 1));
        view.await(ACME, 1, SOON);
        view.close();
        try (var directory = FSDirectory.open(folder);
                var writer = new IndexWriter(directory, new IndexWriterConfig())) {
            var data = new HashMap<String, String>();
            writer.getLiveCommitData().forEach(entry -> data.put(entry.getKey(), entry.getValue()));
            data.put("layout", "catalog-2");
            writer.setLiveCommitData(data.entrySet());
            writer.commit();
        }

        start();

        await().until(view::caughtUp);
        assertThat(applied()).isEqualTo(1);
        assertThat(view.list(ACME, LIVE).items()).containsExactly(image);
    }

    @Test
    void rebuildsAnIndexThatMayHaveMissedTombstones() throws Exception {
        start();
        publish(image(ACME, 1, 1));
        view.await(ACME, 1, SOON);
        view.close();

        start(topics, Clock.offset(Clock.systemUTC(), Duration.ofHours(21)));

        await().until(view::caughtUp);
        assertThat(applied()).isEqualTo(1);
    }

    @Test
    void staysCorrectDuringManyRefreshes() throws Exception {
        start();
        var count = 10_000;
        for (var i = 1; i <= count; i++) {
            publish(image(ACME, i, i));
        }

        assertThat(view.await(ACME, count, Duration.ofSeconds(60))).isTrue();

        assertThat(view.list(ACME, CatalogView.Listing.live(0, 1)).total()).isEqualTo(count);
        for (var i = 1; i <= count; i += 997) {
            assertThat(view.find(ACME, image(ACME, i, i).shortHash().value())).isPresent();
        }
        var asked = new ArrayList<BinaryHash>();
        for (var i = count - 499; i <= count + 500; i++) {
            asked.add(binaryHash(i));
        }
        assertThat(view.existing(ACME, asked)).hasSize(500);
    }

    @ParameterizedTest
    @CsvSource({"1000, false", "250000, true"})
    void refreshesForFewImagesOnlyWhenTheyAreLarge(int length, boolean refreshes) throws Exception {
        start();
        for (var i = 1; i <= 20; i++) {
            publish(titled(image(ACME, i, i), "x".repeat(length)));
        }
        view.await(ACME, 20, SOON);
        view.close(); // lets a refresh that is under way end

        assertThat(meters.get(ViewMetrics.REFRESHES).timer().count() > 0).isEqualTo(refreshes);
    }

    @Test
    void refusesATooLargePageAndNamesTheLargestLimit() throws Exception {
        start();
        for (var i = 1; i <= 40; i++) {
            publish(titled(image(ACME, i, i, NOON.plusSeconds(i)), "x".repeat(250_000)));
        }
        view.await(ACME, 40, SOON);

        assertThatThrownBy(() -> view.list(ACME, CatalogView.Listing.live(0, 2_000)))
                .isInstanceOfSatisfying(PageTooLargeException.class, tooLarge -> {
                    assertThat(tooLarge.limit()).isBetween(10, 39);
                    assertThat(view.list(ACME, CatalogView.Listing.live(0, tooLarge.limit()))
                                    .items())
                            .hasSize(tooLarge.limit());
                });
        assertThat(view.list(ACME, CatalogView.Listing.live(30, 2_000)).items()).hasSize(10);
    }

    @Test
    void reportsWhetherAPageIsTheLast() throws Exception {
        start();
        publish(image(ACME, 1, 1));
        publish(image(ACME, 2, 2));
        view.await(ACME, 2, SOON);

        assertThat(view.list(ACME, CatalogView.Listing.live(0, 1)).hasMore()).isTrue();
        assertThat(view.list(ACME, CatalogView.Listing.live(0, 2)).hasMore()).isFalse();
        assertThat(view.list(ACME, CatalogView.Listing.live(1, 1)).hasMore()).isFalse();
    }

    @Test
    void refusesAFolderThatIsInUse() throws Exception {
        start();

        assertThatThrownBy(() ->
                        LuceneCatalogView.start(topics::consumer, folder, meters, Clock.systemUTC(), new Heartbeats()))
                .hasMessageContaining(folder.toString());
    }

    @Test
    void reportsThatItHasCaughtUp() {
        start();

        await().until(view::caughtUp);
        assertThat(meters.get(ViewMetrics.CAUGHT_UP).gauge().value()).isEqualTo(1);
        assertThat(view.failure()).isEmpty();
    }

    private void start() {
        start(topics, Clock.systemUTC());
    }

    private void start(MemoryTopics source, Clock clock) {
        meters = new SimpleMeterRegistry();
        view = LuceneCatalogView.start(source::consumer, folder, meters, clock, new Heartbeats());
    }

    private static CatalogView.Page page(long total, SourceImage... items) {
        return new CatalogView.Page(
                total,
                List.of(items),
                false,
                items.length == 0 ? null : position(items[0]),
                items.length == 0 ? null : position(items[items.length - 1]),
                List.of());
    }

    private static Position position(SourceImage image) {
        return new Position(List.of(
                new Position.Numeric(Numbers.of(image.created())),
                new Position.Bytes(image.hash().value())));
    }

    private double applied() {
        return meters.get(ViewMetrics.RECORDS).counter().count();
    }

    private SourceImage publish(SourceImage image) {
        topics.publish(Topics.SOURCE_IMAGES, key(image), image);
        return image;
    }

    private static String key(SourceImage image) {
        return ImageKey.of(image).text();
    }

    private static SourceImage image(Organization organization, int number, long revision) {
        return image(organization, number, revision, NOON);
    }

    private static SourceImage image(Organization organization, int number, long revision, Instant created) {
        return image(organization, binaryHash(number), "image.png", false, revision, created);
    }

    private static SourceImage variant(SourceImage image, long revision) {
        return image(image.organization(), image.binaryHash(), image.name(), true, revision, image.created());
    }

    private static SourceImage renamed(SourceImage image, String name, long revision) {
        return image(image.organization(), image.binaryHash(), name, image.isProtected(), revision, image.created());
    }

    private static SourceImage titled(SourceImage image, String title) {
        var fields = new TreeMap<String, JsonNode>();
        fields.put("title", TextNode.valueOf(title));
        return image.withUserMetadata(new UserMetadata(fields));
    }

    private static SourceImage image(
            Organization organization,
            BinaryHash binaryHash,
            String name,
            boolean isProtected,
            long revision,
            Instant created) {
        return ImageBuilder.image(organization, binaryHash)
                .shortLength(10)
                .created(created)
                .name(name)
                .isProtected(isProtected)
                .userText("title", "Ä " + name)
                .stamp(revision, new CommandId("op#" + revision))
                .build();
    }

    private static BinaryHash binaryHash(int number) {
        return new BinaryHash(String.format("%040x", number));
    }

    private static void damage(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.filter(name -> name.toString().matches(".*\\.(cfs|fdt|doc)"))
                    .toList()) {
                var bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }
    }

    private static Path copyOf(Path folder) throws IOException {
        var copy = Files.createTempDirectory(folder.getParent(), "copy");
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }
}
