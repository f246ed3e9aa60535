package io.sluice.search.facet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.Organization;
import io.sluice.search.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FacetCacheTest {

    private static final Organization ACME = new Organization("acme");
    private static final int DOCUMENTS = 10;
    private static final Query ALL = MatchAllDocsQuery.INSTANCE;

    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final List<DirectoryReader> readers = new ArrayList<>();
    private final FacetCache cache = new FacetCache(5, 100_000);
    private IndexWriter writer;

    @BeforeEach
    void open() throws IOException {
        writer = new IndexWriter(directory, new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE));
        for (var i = 0; i < DOCUMENTS; i++) {
            var document = new Document();
            document.add(new StringField("id", Integer.toString(i), Store.NO));
            writer.addDocument(document);
        }
    }

    @AfterEach
    void close() throws IOException {
        for (var reader : readers) {
            reader.close();
        }
        writer.close();
        directory.close();
    }

    /// Returns the only segment as it is now.
    private LeafReader segment() throws IOException {
        var reader = DirectoryReader.open(writer);
        readers.add(reader);
        return reader.leaves().getFirst().reader();
    }

    private void delete(int id) throws IOException {
        writer.deleteDocuments(new Term("id", Integer.toString(id)));
    }

    private FacetCache.Place place(LeafReader segment, Query query) {
        return cache.place(segment, ACME, query, Fields.FORMAT);
    }

    @Test
    void returnsCountsOfTheSameSegmentWithTheDocumentsThatTheyInclude() throws Exception {
        var before = segment();
        var counts = new Tally(3);
        place(before, ALL).put(counts, DOCUMENTS);
        delete(4);
        var after = segment();

        var entry = place(after, ALL).get();

        assertThat(entry).isNotNull();
        assertThat(entry.counts()).isSameAs(counts);
        assertThat(entry.documents().present()).isEqualTo(DOCUMENTS);
        assertThat(after.numDocs()).isEqualTo(DOCUMENTS - 1);
    }

    @Test
    void returnsNoCountsThatLackDocumentsOfAnOlderReader() throws Exception {
        var before = segment();
        delete(4);
        var after = segment();
        place(after, ALL).put(new Tally(3), DOCUMENTS - 1);

        assertThat(place(before, ALL).get()).isNull();
        place(before, ALL).put(new Tally(3), DOCUMENTS);
        assertThat(place(after, ALL).get())
                .as("an older reader does not replace the counts of a newer one")
                .isNotNull();
    }

    @Test
    void distinguishesQueriesFieldsAndOrganizations() throws Exception {
        var segment = segment();
        place(segment, ALL).put(new Tally(3), DOCUMENTS);

        assertThat(place(segment, new TermQuery(new Term("id", "1"))).get()).isNull();
        assertThat(cache.place(segment, ACME, ALL, Fields.NAME).get()).isNull();
        assertThat(cache.place(segment, new Organization("other"), ALL, Fields.FORMAT)
                        .get())
                .isNull();
        assertThat(place(segment, ALL).get()).isNotNull();
    }

    @Test
    void keepsNeitherFewNorVeryManyCounts() throws Exception {
        var segment = segment();
        place(segment, ALL).put(new Tally(3), 4);
        assertThat(place(segment, ALL).get()).isNull();

        var large = new Tally(10_000);
        for (var i = 0; i < 10_000; i++) {
            large.add(i, 1);
        }
        place(segment, ALL).put(large, DOCUMENTS);
        assertThat(place(segment, ALL).get()).isNull();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void dropsCountsThatWereNotUsedForTheLongestTime() throws Exception {
        var segment = segment();
        for (var i = 0; i < 100; i++) {
            var tally = new Tally(1_000);
            tally.add(0, 1);
            place(segment, query(i)).put(tally, DOCUMENTS);
            assertThat(place(segment, query(0)).get()).as("always in use").isNotNull();
        }

        assertThat(cache.bytes()).isBetween(90_000L, 100_000L);
        assertThat(place(segment, query(1)).get()).isNull();
        assertThat(place(segment, query(99)).get()).isNotNull();
    }

    private static Query query(int number) {
        return new TermQuery(new Term("id", Integer.toString(number)));
    }
}
