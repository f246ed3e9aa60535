package io.sluice.view.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Json;
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import io.sluice.search.Condition;
import io.sluice.search.Facet;
import io.sluice.search.Position;
import io.sluice.search.Search;
import io.sluice.search.Sort;
import io.sluice.search.facet.Counting;
import io.sluice.search.text.FilterText;
import io.sluice.search.text.ListText;
import io.sluice.testsupport.MemoryTopics;
import io.sluice.view.CatalogView;
import io.sluice.watch.Heartbeats;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Searches of the index, compared with a plain list. `-Dsluice.test.searches=10` tries ten seeds instead of
/// three.
class CatalogSearchTest {

    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("acme-2");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final MemoryTopics topics = new MemoryTopics(Topics.SOURCE_IMAGES);
    private final TreeMap<String, SourceImage> model = new TreeMap<>();
    private LuceneCatalogView view;
    private long revision;

    @BeforeEach
    void start() {
        view = LuceneCatalogView.start(
                topics::consumer, folder, new SimpleMeterRegistry(), Clock.systemUTC(), new Heartbeats());
    }

    @AfterEach
    void close() {
        view.close();
    }

    /// Every search finds the same images as the list, in the same order, page by page, and none of the other
    /// organization. Counts are kept however few, and counting more than 100 images is a long search.
    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithAPlainListOnRandomImagesAndSearches(long seed) throws Exception {
        keepCounts(100);
        var random = new RandomSearches(seed);
        for (var round = 0; round < 3; round++) {
            for (var i = 0; i < 150; i++) {
                put(random.image(random.oneIn(3) ? OTHER : ACME, random.below(200), ++revision));
                if (random.oneIn(20)) {
                    remove(random.oneOf(List.copyOf(model.values())));
                }
            }
            settle();
            for (var i = 0; i < 80; i++) {
                var organization = random.oneIn(3) ? OTHER : ACME;
                var deleted = random.oneIn(4);
                var images = of(organization, deleted);
                var search = new Search(random.condition(all(), 4), random.sort(), random.facets());
                var wanted = SearchOracle.find(images, search.filter(), search.sort());

                assertThat(names(walk(organization, deleted, search, 1 + random.below(120))))
                        .as("seed %s: %s, sorted by %s", seed, search.filter(), search.sort())
                        .isEqualTo(names(wanted));
                assertThat(names(walkBack(organization, deleted, search, 1 + random.below(120))))
                        .as("seed %s: %s, backward by %s", seed, search.filter(), search.sort())
                        .isEqualTo(names(wanted));
                var offset = random.below(wanted.size() + 2);
                var page = view.list(organization, new CatalogView.Listing(deleted, search, 7, offset, null));
                assertThat(page.total()).isEqualTo(wanted.size());
                assertThat(names(page.items()))
                        .isEqualTo(names(wanted.stream().skip(offset).limit(7).toList()));
                assertThat(page.hasMore()).isEqualTo(offset + 7 < wanted.size());
                assertThat(page.facets())
                        .isEqualTo(search.facets().stream()
                                .map(field -> SearchOracle.facet(wanted, field))
                                .toList());
                var none = view.list(organization, new CatalogView.Listing(deleted, search, 0, 0, null));
                assertThat(none.total()).isEqualTo(wanted.size());
                assertThat(none.facets()).isEqualTo(page.facets());
                if (!deleted) {
                    assertThat(view.count(organization, search.filter())).isEqualTo(wanted.size());
                    assertThat(names(slices(organization, search.filter())))
                            .isEqualTo(names(SearchOracle.find(images, search.filter(), Sort.BY_HASH)));
                }
            }
        }
    }

    /// The values of a segment never change, but its images are deleted and replaced.
    @ParameterizedTest
    @MethodSource("seeds")
    void countsTheSameSearchesExactlyAfterChanges(long seed) throws Exception {
        keepCounts(1_000);
        var random = new RandomSearches(seed);
        var searches = new ArrayList<Search>();
        for (var filter : List.of("name:*", "format:png", "NOT format:png", "width:[100,}")) {
            for (var i = 0; i < 3; i++) {
                searches.add(new Search(FilterText.parse(filter), Sort.DEFAULT, random.facets()));
            }
            searches.add(new Search(
                    FilterText.parse(filter),
                    Sort.DEFAULT,
                    ListText.facets(List.of("size,format,user:str:s,created"))));
        }
        for (var round = 0; round < 12; round++) {
            for (var i = 0; i < (round == 0 ? 400 : 25); i++) {
                put(random.image(random.oneIn(3) ? OTHER : ACME, random.below(300), ++revision));
                if (round > 0 && random.oneIn(3)) {
                    remove(random.oneOf(List.copyOf(model.values())));
                }
            }
            settle();
            for (var search : searches) {
                var limit = random.below(2) * 5;
                var wanted = SearchOracle.find(of(ACME, false), search.filter(), search.sort());
                var page = view.list(ACME, new CatalogView.Listing(false, search, limit, 0, null));
                assertThat(page.total())
                        .as("seed %s, round %s: %s", seed, round, search)
                        .isEqualTo(wanted.size());
                assertThat(names(page.items()))
                        .isEqualTo(names(wanted.stream().limit(limit).toList()));
                assertThat(page.facets())
                        .as("seed %s, round %s: %s", seed, round, search)
                        .isEqualTo(search.facets().stream()
                                .map(field -> SearchOracle.facet(wanted, field))
                                .toList());
            }
        }
    }

    /// Keeps all counts, however few.
    ///
    /// @param maxShort maximum number of counted images of a search that is not a long one
    private void keepCounts(long maxShort) {
        view.close();
        view = LuceneCatalogView.start(
                topics::consumer,
                folder,
                new SimpleMeterRegistry(),
                new Counting(new Counting.Limits(1, maxShort, SOON, SOON)));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("sluice.test.searches", 3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void showsEveryImageThatStaysOnceWhileOthersComeAndGo(long seed) throws Exception {
        var random = new RandomSearches(seed);
        for (var i = 0; i < 200; i++) {
            put(random.image(ACME, i, ++revision));
        }
        settle();
        var search = new Search(FilterText.parse("size:[0,60000]"), random.sort(), List.of());
        // without the image that settling changes
        var before = SearchOracle.find(of(ACME, false), search.filter(), search.sort()).stream()
                .filter(image -> !image.name().equals("IMG_1000.jpg"))
                .toList();
        var gone = new HashSet<SourceImage>();

        var seen = new ArrayList<SourceImage>();
        Position after = null;
        for (var number = 200; number < 260; number++) {
            var page = view.list(ACME, new CatalogView.Listing(false, search, 5, 0, after));
            seen.addAll(page.items());
            after = page.end() == null ? after : page.end();
            put(random.image(ACME, number, ++revision));
            var victim = random.oneOf(before);
            gone.add(victim);
            remove(victim);
            settle();
        }

        assertThat(names(seen)).doesNotHaveDuplicates();
        assertThat(seen).isSortedAccordingTo(SearchOracle.order(search.sort()));
        var stayed = before.stream().filter(image -> !gone.contains(image)).toList();
        assertThat(names(seen)).containsSubsequence(names(stayed));
    }

    @Test
    void keepsTheFirstOfManyImagesInAnyOrderOfArrival() throws Exception {
        var random = new RandomSearches(1);
        for (var i = 0; i < 2_000; i++) {
            put(random.image(ACME, i, ++revision));
            if (i % 600 == 0) {
                settle();
                view.count(ACME); // another segment
            }
        }
        settle();
        for (var sort :
                List.of("name", "name desc", "format,width desc", "user:int:n desc", "size,hash", "hash desc")) {
            var search = new Search(Condition.all(), ListText.sort(List.of(sort)), List.of());
            assertThat(names(walk(ACME, false, search, 37)))
                    .as(sort)
                    .isEqualTo(names(SearchOracle.find(of(ACME, false), Condition.all(), search.sort())));
        }
    }

    @Test
    void findsChangedImagesAtOnceAndNotByTheirFormerValues() throws Exception {
        var image = new RandomSearches(1).image(ACME, 2, ++revision).withDeleted(null);
        put(metadata(image, "{\"int:price\":5,\"label\":\"old\"}"));
        settle();
        assertThat(find("user:int:price:5")).hasSize(1);

        var changed = metadata(image, "{\"str:price\":\"five\",\"label\":7}");
        put(changed);
        settle();

        assertThat(find("user:int:price:*")).isEmpty();
        assertThat(find("user:label:old")).isEmpty();
        assertThat(find("user:str:price:five AND user:label:7")).containsExactly(changed);
    }

    @Test
    void findsTextsOfAnyLength() throws Exception {
        var random = new RandomSearches(1);
        var long1 = "word ".repeat(50_000) + "needle";
        var long2 = "word ".repeat(50_000) + "Nadel";
        var one = metadata(live(random, 2), "{\"str:s\":\"" + long1 + "\"}");
        var two = metadata(live(random, 4), "{\"str:s\":\"" + long2 + "\"}");
        var three = metadata(live(random, 6), "{\"text:s\":\"" + long1 + "\",\"str:empty\":\"\"}");
        put(one);
        put(two);
        put(three);
        settle();

        assertThat(find("user:s:\"" + long1 + "\"")).containsExactly(one);
        assertThat(find("user:s:\"" + long2 + "\"")).containsExactly(two);
        assertThat(find("user:s:\"word word\"*")).containsExactlyInAnyOrder(one, two);
        assertThat(find("user:text:s:needle")).containsExactly(three);
        assertThat(find("user:empty:\"\"")).containsExactly(three);
    }

    @Test
    void countsTheMostFrequentValuesOfMany() throws Exception {
        var random = new RandomSearches(1);
        for (var i = 0; i < 30; i++) {
            var tags = new StringBuilder("\"common\"");
            for (var j = 0; j < 100; j++) {
                tags.append(",\"tag-").append(i * 100 + j).append('"');
            }
            put(metadata(live(random, 2 * i), "{\"array:tags\":[" + tags + "]}"));
        }
        settle();

        var facet = view.list(
                        ACME,
                        new CatalogView.Listing(
                                false,
                                new Search(
                                        FilterText.parse("user:array:tags:common"),
                                        Sort.DEFAULT,
                                        ListText.facets(List.of("user:array:tags"))),
                                0,
                                0,
                                null))
                .facets()
                .getFirst();

        assertThat(facet.values()).hasSize(Facet.MAX_VALUES);
        assertThat(facet.values().getFirst()).isEqualTo(new Facet.Count("common", 30));
        assertThat(facet.values().get(1)).isEqualTo(new Facet.Count("tag-0", 1));
    }

    /// A facet may have a million values, so it must take a few bytes for each, whatever their length.
    @Test
    void listsAndCountsManyImagesInLittleMemory() throws Exception {
        var random = new RandomSearches(1);
        var count = 20_000;
        for (var i = 0; i < count; i++) {
            var value = "x".repeat(200) + i % (count - 500);
            put(metadata(live(random, 2 * i), "{\"str:unique\":\"" + value + "\"}"));
            if (i % 6_000 == 0) {
                settle();
                view.count(ACME); // another segment
            }
        }
        settle();
        var fields = ListText.facets(List.of("user:str:unique"));
        var search = new Search(FilterText.parse("user:str:unique:*"), Sort.DEFAULT, fields);
        var wanted = SearchOracle.find(of(ACME, false), search.filter(), search.sort());
        var listing = new CatalogView.Listing(false, search, 0, 0, null);
        view.list(ACME, listing); // refreshes the index

        var before = allocated();
        var page = view.list(ACME, listing);
        assertThat(allocated() - before).isLessThan(2_000_000 + 40L * count);

        assertThat(page.facets()).containsExactly(SearchOracle.facet(wanted, fields.getFirst()));
        assertThat(page.facets().getFirst().values().getFirst().count()).isEqualTo(2);
        for (var sort : List.of("created desc", "created", "user:str:unique desc", "format,size")) {
            var sorted = new Search(search.filter(), ListText.sort(List.of(sort)), List.of());
            assertThat(names(view.list(ACME, new CatalogView.Listing(false, sorted, 20, 9_900, null))
                            .items()))
                    .as(sort)
                    .isEqualTo(names(SearchOracle.find(wanted, sorted.filter(), sorted.sort()).stream()
                            .skip(9_900)
                            .limit(20)
                            .toList()));
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void hasTheSameLuceneFieldsForAnyNumberOfMetadataNames() throws Exception {
        var random = new RandomSearches(1);
        for (var i = 0; i < 200; i++) {
            var fields = new StringBuilder("\"int:n\":1");
            for (var j = 0; j < 100; j++) {
                fields.append(",\"str:name_").append(i * 100 + j).append("\":\"x\"");
            }
            put(metadata(live(random, 2 * i), "{" + fields + "}"));
        }
        settle();
        assertThat(find("user:name_19999:x")).hasSize(1);
        assertThat(find("user:name_20000:x")).isEmpty();
        view.close();

        try (var directory = FSDirectory.open(folder);
                var reader = DirectoryReader.open(directory)) {
            assertThat(reader.leaves())
                    .isNotEmpty()
                    .allSatisfy(leaf ->
                            assertThat(leaf.reader().getFieldInfos().size()).isLessThan(64));
        }
        start();
    }

    @Test
    void refusesAPositionOfAnotherSortOrder() throws Exception {
        put(live(new RandomSearches(1), 2));
        put(live(new RandomSearches(1), 4));
        settle();
        var bySize = new Search(Condition.all(), ListText.sort(List.of("size")), List.of());
        var end = view.list(ACME, new CatalogView.Listing(false, bySize, 1, 0, null))
                .end();

        for (var sort : List.of("created", "name", "user:x,format", "hash")) {
            var search = new Search(Condition.all(), ListText.sort(List.of(sort)), List.of());
            assertThatThrownBy(() -> view.list(ACME, new CatalogView.Listing(false, search, 1, 0, end)))
                    .as(sort)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private SourceImage live(RandomSearches random, int number) {
        return random.image(ACME, number, ++revision).withDeleted(null);
    }

    private SourceImage metadata(SourceImage image, String json) throws Exception {
        var metadata = Json.MAPPER.readValue(json, UserMetadata.class);
        return image.withUserMetadata(metadata).stamped(++revision, new CommandId("op#" + revision));
    }

    private List<SourceImage> find(String filter) {
        return walk(ACME, false, new Search(FilterText.parse(filter), Sort.DEFAULT, List.of()), 10);
    }

    /// Walks from the end of the list to its beginning; every page is in the order of the list.
    private List<SourceImage> walkBack(Organization organization, boolean deleted, Search search, int limit) {
        var walked = new ArrayList<SourceImage>();
        Position before = null;
        while (true) {
            var page = view.list(organization, new CatalogView.Listing(deleted, search, limit, 0, before, true));
            walked.addAll(0, page.items());
            assertThat(page.hasMore()).isEqualTo(walked.size() < page.total());
            if (page.begin() == null) {
                return walked;
            }
            before = page.begin();
        }
    }

    private List<SourceImage> walk(Organization organization, boolean deleted, Search search, int limit) {
        var walked = new ArrayList<SourceImage>();
        Position after = null;
        while (true) {
            var page = view.list(organization, new CatalogView.Listing(deleted, search, limit, 0, after));
            walked.addAll(page.items());
            assertThat(page.end() == null).isEqualTo(page.items().isEmpty());
            if (page.end() == null) {
                return walked;
            }
            after = page.end();
        }
    }

    private List<SourceImage> slices(Organization organization, Condition filter) {
        var walked = new ArrayList<SourceImage>();
        var slice = view.slice(organization, filter, null, 40);
        while (!slice.isEmpty()) {
            walked.addAll(slice);
            slice = view.slice(organization, filter, walked.getLast().hash(), 40);
        }
        return walked;
    }

    /// Short forms of images, for readable messages.
    private static List<String> names(List<SourceImage> images) {
        return images.stream()
                .map(image -> image.organization() + "/" + image.shortHash() + "@" + image.revision())
                .toList();
    }

    private List<SourceImage> all() {
        return List.copyOf(model.values());
    }

    private List<SourceImage> of(Organization organization, boolean deleted) {
        return model.values().stream()
                .filter(image -> image.organization().equals(organization) && image.isLive() != deleted)
                .toList();
    }

    private void put(SourceImage image) {
        var key = ImageKey.of(image).text();
        topics.publish(Topics.SOURCE_IMAGES, key, image);
        model.put(key, image);
    }

    private void remove(SourceImage image) {
        var key = ImageKey.of(image).text();
        topics.publish(Topics.SOURCE_IMAGES, key, null);
        model.remove(key);
    }

    /// Waits for everything that was published: tombstones have no revision, so an image of each organization
    /// follows.
    private void settle() throws InterruptedException {
        for (var organization : List.of(ACME, OTHER)) {
            var last = new RandomSearches(7).image(organization, 1_000, ++revision);
            put(last);
            assertThat(view.await(organization, revision, SOON)).isTrue();
        }
    }
}
