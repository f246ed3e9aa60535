package io.sluice.view.operation;

import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.view.OperationFilter;
import io.sluice.view.OperationPage;
import io.sluice.view.OperationPage.Facet;
import io.sluice.view.WaitingUploads;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The documents of [OperationHead]s in the index of operations, and the searches in them.
final class OperationHeads {

    /// Field of the time that decides when a document expires, common to all documents of the index.
    static final String PUBLISHED = "published";

    private static final String HEAD = "head";
    private static final String ORGANIZATION = "organization";
    private static final String ACCEPTED = "accepted";
    private static final String STATE = "state";
    private static final String REASON = "reason";
    private static final String DOOR = "door";
    private static final String NAME = "name";
    private static final String IMAGE = "image";
    private static final String WAITS = "waits";
    private static final String WAITING = "waiting";
    private static final String BYTES = "bytes";
    private static final String POSTPONED = "postponed";

    /// Separates the organization from what is its own; no name of an organization contains it.
    private static final char SEPARATOR = '/';

    private static final Sort NEWEST_FIRST =
            new Sort(new SortField(ACCEPTED, SortField.Type.LONG, true), new SortField(HEAD, SortField.Type.STRING));

    private OperationHeads() {}

    /// Returns the term that identifies the document of an operation.
    static Term key(OperationId operation) {
        return new Term(HEAD, operation.value());
    }

    static Document document(OperationHead head) {
        var organization = head.organization().name();
        var document = new Document();
        document.add(new StringField(HEAD, head.operation().value(), Field.Store.NO));
        document.add(
                new SortedDocValuesField(HEAD, new BytesRef(head.operation().value())));
        addTerm(document, ORGANIZATION, organization);
        document.add(new LongPoint(ACCEPTED, head.accepted().toEpochMilli()));
        document.add(new NumericDocValuesField(ACCEPTED, head.accepted().toEpochMilli()));
        document.add(new LongPoint(PUBLISHED, head.published().toEpochMilli()));
        addTerm(document, STATE, head.state().text());
        if (head.door() != null) {
            addTerm(document, DOOR, head.door().name().toLowerCase(Locale.ROOT));
        }
        for (var reason : head.reasons()) {
            addTerm(document, REASON, reason);
        }
        for (var name : head.names()) {
            document.add(new StringField(NAME, own(organization, name.toLowerCase(Locale.ROOT)), Field.Store.NO));
        }
        for (var image : head.images()) {
            document.add(new StringField(IMAGE, own(organization, image), Field.Store.NO));
        }
        if (head.waiting() > 0) {
            document.add(new StringField(WAITS, "1", Field.Store.NO));
            document.add(new NumericDocValuesField(WAITING, head.waiting()));
            document.add(new NumericDocValuesField(BYTES, head.waitingBytes()));
            document.add(new NumericDocValuesField(POSTPONED, head.isPostponed() ? 1 : 0));
        }
        return document;
    }

    /// Adds a value that is found, counted and sorted by.
    private static void addTerm(Document document, String field, String value) {
        document.add(new StringField(field, value, Field.Store.NO));
        document.add(new SortedSetDocValuesField(field, new BytesRef(value)));
    }

    private static String own(String organization, String value) {
        return organization + SEPARATOR + value;
    }

    /// A page of operations whose states have not been read.
    record Page(
            long total,
            List<OperationId> operations,
            OperationPage.@Nullable Position last,
            Map<Facet, Map<String, Long>> facets) {}

    /// @param oldest time of publication before which operations have expired
    static Page page(IndexSearcher searcher, OperationPage.Request request, Instant oldest) throws IOException {
        var query = query(request.organization(), request.filter(), oldest);
        var total = searcher.count(query);
        var operations = new ArrayList<OperationId>();
        OperationPage.Position last = null;
        if (request.limit() > 0) {
            // one more, to know whether there is another page
            var after = after(request.after(), searcher);
            var hits = searcher.searchAfter(after, query, request.limit() + 1, NEWEST_FIRST).scoreDocs;
            for (var hit : hits) {
                if (operations.size() == request.limit()) {
                    break;
                }
                var position = position((FieldDoc) hit);
                operations.add(position.operation());
                last = hits.length > request.limit() ? position : null;
            }
        }
        return new Page(total, operations, last, facets(searcher, query, request));
    }

    /// No two documents have the same position, so the number of the document only has to be valid.
    private static @Nullable FieldDoc after(OperationPage.@Nullable Position position, IndexSearcher searcher) {
        return position == null
                ? null
                : new FieldDoc(Math.max(0, searcher.getIndexReader().maxDoc() - 1), Float.NaN, new Object[] {
                    position.accepted().toEpochMilli(),
                    new BytesRef(position.operation().value())
                });
    }

    private static OperationPage.Position position(FieldDoc hit) {
        return new OperationPage.Position(
                Instant.ofEpochMilli((Long) hit.fields[0]), new OperationId(((BytesRef) hit.fields[1]).utf8ToString()));
    }

    private static Query query(Organization organization, OperationFilter filter, Instant oldest) {
        var query = new BooleanQuery.Builder();
        query.add(term(ORGANIZATION, organization.name()), Occur.FILTER);
        query.add(LongPoint.newRangeQuery(PUBLISHED, oldest.toEpochMilli(), Long.MAX_VALUE), Occur.FILTER);
        if (filter.state() != null) {
            query.add(term(STATE, filter.state().text()), Occur.FILTER);
        }
        if (filter.reason() != null) {
            query.add(term(REASON, filter.reason()), Occur.FILTER);
        }
        if (filter.door() != null) {
            query.add(term(DOOR, filter.door().name().toLowerCase(Locale.ROOT)), Occur.FILTER);
        }
        if (filter.since() != null || filter.until() != null) {
            var since = filter.since() == null ? Long.MIN_VALUE : filter.since().toEpochMilli();
            var until = filter.until() == null ? Long.MAX_VALUE : filter.until().toEpochMilli() - 1;
            query.add(LongPoint.newRangeQuery(ACCEPTED, since, until), Occur.FILTER);
        }
        if (filter.name() != null) {
            query.add(name(organization, filter.name()), Occur.FILTER);
        }
        if (filter.image() != null) {
            query.add(term(IMAGE, own(organization.name(), filter.image().value())), Occur.FILTER);
        }
        return query.build();
    }

    private static Query term(String field, String value) {
        return new TermQuery(new Term(field, value));
    }

    /// The terms begin with the organization, so that those of others are not looked at.
    private static Query name(Organization organization, String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.indexOf('*') < 0) {
            return term(NAME, own(organization.name(), lower));
        }
        var pattern = lower.replace("\\", "\\\\").replace("?", "\\?");
        return new WildcardQuery(new Term(NAME, own(organization.name(), pattern)));
    }

    private static Map<Facet, Map<String, Long>> facets(
            IndexSearcher searcher, Query query, OperationPage.Request request) throws IOException {
        var counts = new EnumMap<Facet, Map<String, Long>>(Facet.class);
        for (var facet : request.facets()) {
            counts.put(facet, new HashMap<>());
        }
        if (!counts.isEmpty()) {
            forEachSegment(searcher, query, (reader, matches) -> count(reader, matches, counts));
        }
        return counts;
    }

    private static void count(LeafReader reader, DocIdSetIterator matches, Map<Facet, Map<String, Long>> counts)
            throws IOException {
        var documents = new ArrayList<Integer>();
        for (var document = matches.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = matches.nextDoc()) {
            documents.add(document);
        }
        for (var facet : counts.entrySet()) {
            var values = DocValues.getSortedSet(reader, field(facet.getKey()));
            var byOrdinal = new HashMap<Long, Long>();
            for (var document : documents) {
                if (values.advanceExact(document)) {
                    for (var i = values.docValueCount(); i > 0; i--) {
                        byOrdinal.merge(values.nextOrd(), 1L, Long::sum);
                    }
                }
            }
            for (var count : byOrdinal.entrySet()) {
                facet.getValue().merge(values.lookupOrd(count.getKey()).utf8ToString(), count.getValue(), Long::sum);
            }
        }
    }

    private static String field(Facet facet) {
        return switch (facet) {
            case STATE -> STATE;
            case REASON -> REASON;
            case DOOR -> DOOR;
        };
    }

    /// Returns what waits, by organization.
    static Map<String, WaitingUploads> waiting(IndexSearcher searcher) throws IOException {
        var waiting = new HashMap<String, WaitingUploads>();
        forEachSegment(searcher, term(WAITS, "1"), (reader, matches) -> addWaiting(reader, matches, waiting));
        return waiting;
    }

    private static void addWaiting(LeafReader reader, DocIdSetIterator matches, Map<String, WaitingUploads> waiting)
            throws IOException {
        var organizations = DocValues.getSortedSet(reader, ORGANIZATION);
        var accepted = DocValues.getNumeric(reader, ACCEPTED);
        var uploads = DocValues.getNumeric(reader, WAITING);
        var bytes = DocValues.getNumeric(reader, BYTES);
        var postponed = DocValues.getNumeric(reader, POSTPONED);
        for (var document = matches.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = matches.nextDoc()) {
            if (organizations.advanceExact(document)
                    && accepted.advanceExact(document)
                    && uploads.advanceExact(document)
                    && bytes.advanceExact(document)
                    && postponed.advanceExact(document)) {
                var name = organizations.lookupOrd(organizations.nextOrd()).utf8ToString();
                waiting.merge(
                        name,
                        new WaitingUploads(
                                new Organization(name),
                                uploads.longValue(),
                                bytes.longValue(),
                                Instant.ofEpochMilli(accepted.longValue()),
                                postponed.longValue()),
                        WaitingUploads::plus);
            }
        }
    }

    /// Reads the matches of one segment.
    private interface Segment {
        void read(LeafReader reader, DocIdSetIterator matches) throws IOException;
    }

    private static void forEachSegment(IndexSearcher searcher, Query query, Segment action) throws IOException {
        var weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (var leaf : searcher.getIndexReader().leaves()) {
            var scorer = weight.scorer(leaf);
            if (scorer != null) {
                var live = leaf.reader().getLiveDocs();
                action.read(leaf.reader(), live == null ? scorer.iterator() : new LiveMatches(scorer.iterator(), live));
            }
        }
    }
}
