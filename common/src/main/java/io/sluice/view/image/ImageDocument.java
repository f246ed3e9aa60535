package io.sluice.view.image;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.sluice.image.BinaryKey;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import io.sluice.image.ShortHashKey;
import io.sluice.image.SourceImage;
import io.sluice.kafka.Json;
import io.sluice.search.Fields;
import io.sluice.search.Numbers;
import io.sluice.search.index.HashQueries;
import io.sluice.search.index.SearchFields;
import java.io.IOException;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/// The mapping between an image and a document of the catalog's index, with the terms of [ImageTerms].
///
/// Live and deleted images have different fields, so that neither kind slows down a search for the other.
final class ImageDocument {

    /// Version of the document layout, to be changed with the fields below.
    static final String LAYOUT = "catalog-4";

    /// Organization and hash.
    private static final String KEY = "key";

    /// Organization and short hash.
    static final String SHORT_HASH = "short-hash";

    /// Organization and hash, of live images only: the order of slices.
    static final String BY_HASH = "by-hash";

    private static final String REVISION = "revision";
    private static final String JSON = "json";

    static final Sort LATEST_REVISION =
            new Sort(LongField.newSortField(REVISION, true, SortedNumericSelector.Type.MAX));

    private static final ObjectReader READER = Json.MAPPER.readerFor(SourceImage.class);
    private static final ObjectWriter WRITER = Json.MAPPER.writerFor(SourceImage.class);

    private ImageDocument() {}

    /// The fields of one of the two kinds of images.
    ///
    /// @param organization the owner: for counting
    /// @param byAge        organization, age and hash: the order of lists
    /// @param binaryHash   organization and binary hash
    record Kind(String organization, String byAge, String binaryHash) {

        static final Kind LIVE = new Kind("live", "live-by-age", "binary-hash");
        static final Kind DELETED = new Kind("deleted", "deleted-by-age", "deleted-binary-hash");

        static Kind of(boolean deleted) {
            return deleted ? DELETED : LIVE;
        }

        Term in(Organization of) {
            return new Term(organization, of.name());
        }
    }

    /// Returns the stored form of an image.
    static byte[] json(SourceImage image) throws IOException {
        return WRITER.writeValueAsBytes(image);
    }

    /// @param json stored form of the image
    static Document of(String key, SourceImage image, byte[] json) {
        var organization = image.organization();
        var kind = Kind.of(!image.isLive());
        var document = new Document();
        document.add(new StringField(KEY, ImageTerms.ofKey(key), Field.Store.NO));
        document.add(
                new StringField(SHORT_HASH, new ShortHashKey(organization, image.shortHash()).text(), Field.Store.NO));
        document.add(new StringField(kind.organization, organization.name(), Field.Store.NO));
        document.add(new StringField(
                kind.byAge,
                ImageTerms.byAge(
                        organization, Numbers.of(image.created()), image.hash().value()),
                Field.Store.NO));
        if (image.isLive()) {
            document.add(new StringField(
                    BY_HASH, ImageTerms.ofKey(new ImageKey(organization, image.hash()).text()), Field.Store.NO));
        }
        document.add(new StringField(
                kind.binaryHash,
                ImageTerms.ofKey(new BinaryKey(organization, image.binaryHash()).text()),
                Field.Store.NO));
        document.add(new LongField(REVISION, image.revision(), Field.Store.NO));
        document.add(new StoredField(JSON, new BytesRef(json)));
        SearchFields.add(image, document);
        return document;
    }

    static Term key(String key) {
        return new Term(KEY, ImageTerms.ofKey(key));
    }

    /// @param binaryKey organization and binary hash
    static Term binaryHash(String binaryKey) {
        return new Term(Kind.LIVE.binaryHash, ImageTerms.ofKey(binaryKey));
    }

    /// Returns the queries for the hashes of one kind of images.
    static HashQueries hashes(Organization organization, Kind kind) {
        return new HashQueries() {
            @Override
            public Query equal(io.sluice.search.Field field, String hash) {
                var key = key(organization, hash);
                return new TermQuery(
                        field.equals(Fields.SHORT_HASH)
                                ? new Term(SHORT_HASH, key)
                                : new Term(lucene(field), ImageTerms.ofKey(key)));
            }

            @Override
            public Query startingWith(io.sluice.search.Field field, String digits) {
                var key = key(organization, digits);
                if (field.equals(Fields.SHORT_HASH)) {
                    return new PrefixQuery(new Term(SHORT_HASH, key));
                }
                var others = ImageTerms.HASH_DIGITS - digits.length();
                return new TermRangeQuery(
                        lucene(field),
                        ImageTerms.ofKey(key + "0".repeat(others)),
                        ImageTerms.ofKey(key + "f".repeat(others)),
                        true,
                        true);
            }

            private String key(Organization of, String hash) {
                return of.name() + '/' + hash;
            }

            private String lucene(io.sluice.search.Field field) {
                return field.equals(Fields.BINARY_HASH) ? kind.binaryHash : KEY;
            }
        };
    }

    static SourceImage read(StoredFields fields, int document) throws IOException {
        return parse(json(fields, document));
    }

    /// Reads the stored form of an image, for [#parse].
    static BytesRef json(StoredFields fields, int document) throws IOException {
        return fields.document(document, Set.of(JSON)).getBinaryValue(JSON);
    }

    static SourceImage parse(BytesRef json) throws IOException {
        return READER.readValue(json.bytes, json.offset, json.length);
    }
}
