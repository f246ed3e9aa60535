package io.sluice.view;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.sluice.image.SourceImage;
import io.sluice.kafka.Json;
import io.sluice.kafka.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.util.BytesRef;

/// How an image is a document of the catalog's index. Every term begins with the organization, so that none of one
/// can be found by asking for another.
final class ImageDocument {

    /// Changes with the fields below.
    static final String LAYOUT = "catalog-1";

    /// Organization and hash.
    static final String KEY = "key";

    /// Organization and short hash.
    static final String SHORT_HASH = "short-hash";

    /// Organization and binary hash.
    static final String BINARY_HASH = "binary-hash";

    static final String ORGANIZATION = "organization";
    private static final String REVISION = "revision";

    private static final String CREATED = "created";
    private static final String TIE = "tie";
    private static final String JSON = "json";

    /// Images of the same moment are in the order of their hashes, so that pages never overlap.
    static final Sort NEWEST_FIRST = new Sort(
            LongField.newSortField(CREATED, true, SortedNumericSelector.Type.MAX),
            new SortField(TIE, SortField.Type.LONG));

    static final Sort LATEST_REVISION =
            new Sort(LongField.newSortField(REVISION, true, SortedNumericSelector.Type.MAX));

    private static final ObjectReader READER = Json.MAPPER.readerFor(SourceImage.class);
    private static final ObjectWriter WRITER = Json.MAPPER.writerFor(SourceImage.class);

    private ImageDocument() {}

    static Document of(String key, SourceImage image) throws IOException {
        var organization = image.organization();
        var document = new Document();
        document.add(new StringField(KEY, key, Field.Store.NO));
        document.add(new StringField(
                SHORT_HASH, Topics.imageKey(organization, image.shortHash().value()), Field.Store.NO));
        document.add(new StringField(
                BINARY_HASH, Topics.imageKey(organization, image.binaryHash().value()), Field.Store.NO));
        document.add(new StringField(ORGANIZATION, organization.name(), Field.Store.NO));
        document.add(new LongField(CREATED, micros(image.created()), Field.Store.NO));
        document.add(new NumericDocValuesField(TIE, tie(image)));
        document.add(new LongField(REVISION, image.revision(), Field.Store.NO));
        document.add(new StoredField(JSON, new BytesRef(WRITER.writeValueAsBytes(image))));
        return document;
    }

    static Term key(String key) {
        return new Term(KEY, key);
    }

    static SourceImage read(StoredFields fields, int document) throws IOException {
        var json = fields.document(document, Set.of(JSON)).getBinaryValue(JSON);
        return READER.readValue(json.bytes, json.offset, json.length);
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1_000;
    }

    private static long tie(SourceImage image) {
        return Long.parseUnsignedLong(image.hash().value(), 0, 15, 16);
    }
}
