package io.sluice.search.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.search.Field;
import io.sluice.search.Fields;
import io.sluice.search.Numbers;
import io.sluice.search.Words;
import java.io.IOException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/// The Lucene fields that searches use. Fields that every image has are Lucene fields of their own; all
/// fields of metadata share a few, see [FieldTerms] and [#column].
public final class SearchFields {

    /// Terms of texts, for exact comparison.
    static final String TEXT = "search-text";

    /// Terms of words.
    static final String WORD = "search-word";

    /// Terms of the words of arrays, with their elements as positions.
    static final String ELEMENT = "search-element";

    /// Terms of the fields of metadata that have a value.
    static final String FIELD = "search-field";

    /// Points of numbers of metadata: field and number.
    static final String NUMBER = "search-number";

    /// Points of positions: field, latitude and longitude.
    static final String POSITION = "search-position";

    /// Number of columns for sortable values of metadata. A few, because a search in a column that holds one
    /// field only is several times as fast as one in a column with the values of all fields.
    private static final int COLUMNS = 16;

    private static final String[] COLUMN =
            IntStream.range(0, COLUMNS).mapToObj(i -> "search-value-" + i).toArray(String[]::new);

    private static final Set<Field> OWN_NUMBERS = Set.of(
            Fields.SIZE,
            Fields.WIDTH,
            Fields.HEIGHT,
            Fields.MEGAPIXELS,
            Fields.ASPECT,
            Fields.CREATED,
            Fields.DELETED_DATE);
    private static final Set<Field> OWN = Set.copyOf(Fields.FIXED);
    private static final Set<Field> OWN_HASHES = Set.of(Fields.HASH, Fields.BINARY_HASH);

    private final Document document;
    private final Organization organization;
    private final Set<BytesRef> added = new HashSet<>();

    private SearchFields(Document document, Organization organization) {
        this.document = document;
        this.organization = organization;
    }

    /// Adds the searchable values of `image` to its document.
    public static void add(SourceImage image, Document document) {
        var fields = new SearchFields(document, image.organization());
        fields.number(Fields.SIZE, image.size());
        fields.number(Fields.WIDTH, image.width());
        fields.number(Fields.HEIGHT, image.height());
        fields.number(Fields.MEGAPIXELS, Numbers.of((double) image.width() * image.height() / 1e6));
        fields.number(Fields.ASPECT, Numbers.of((double) image.width() / image.height()));
        fields.number(Fields.CREATED, Numbers.of(image.created()));
        if (image.deleted() != null) {
            fields.number(Fields.DELETED_DATE, Numbers.of(image.deleted()));
        }
        fields.hash(Fields.HASH, image.hash().value());
        fields.hash(Fields.BINARY_HASH, image.binaryHash().value());
        fields.value(Fields.SHORT_HASH, image.shortHash().value());
        fields.keyword(Fields.NAME, image.name());
        fields.words(Fields.NAME_TEXT, image.name());
        fields.keyword(Fields.FORMAT, image.format().extension());
        fields.keyword(Fields.MIMETYPE, image.format().mediaType());
        fields.keyword(Fields.OPAQUE, Boolean.toString(image.opaque()));
        fields.keyword(Fields.ANIMATED, Boolean.toString(image.animated()));
        fields.keyword(Fields.PROTECTED, Boolean.toString(image.isProtected()));
        fields.keyword(Fields.LOCKED, Boolean.toString(image.locked()));
        MetadataValues.of(image.userMetadata(), image.dynamicMetadata(), fields.new Metadata());
    }

    /// Returns whether a field has a Lucene field of its own.
    static boolean isOwn(Field field) {
        return OWN.contains(field);
    }

    /// Returns whether a field has a Lucene field of its own with numbers.
    static boolean isOwnNumber(Field field) {
        return OWN_NUMBERS.contains(field);
    }

    /// Returns the name of the column with the sortable values of a field of metadata, which it may share
    /// with others. It depends on the field alone, so that all images that have the field have a value in the
    /// column.
    static String column(Field field) {
        return COLUMN[Math.floorMod(field.name().hashCode(), COLUMNS)];
    }

    /// Returns the name of the Lucene field with the terms of a field's words.
    static String words(Field field) {
        return Fields.isArrayOfTexts(field) ? ELEMENT : WORD;
    }

    /// Returns whether the values of a field are hashes, which are stored as bytes.
    static boolean isOwnHash(Field field) {
        return OWN_HASHES.contains(field);
    }

    /// Returns the name of a field's own Lucene field.
    static String own(Field field) {
        return "search-" + field.name();
    }

    /// Returns the sizes of the images of a segment, in bytes.
    public static NumericDocValues sizes(LeafReader segment) throws IOException {
        var sizes = DocValues.unwrapSingleton(DocValues.getSortedNumeric(segment, own(Fields.SIZE)));
        return sizes == null ? DocValues.emptyNumeric() : sizes;
    }

    private void number(Field field, long encoded) {
        document.add(new LongField(own(field), encoded, Store.NO));
    }

    private void hash(Field field, String hex) {
        document.add(
                new SortedDocValuesField(own(field), new BytesRef(HexFormat.of().parseHex(hex))));
    }

    private void value(Field field, String text) {
        document.add(new SortedDocValuesField(
                own(field), new BytesRef(FieldTerms.sortable(text).getBytes(UTF_8))));
    }

    private void keyword(Field field, String text) {
        term(TEXT, FieldTerms.of(organization, field).exact(text));
        value(field, text);
    }

    private void words(Field field, String text) {
        var terms = FieldTerms.of(organization, field);
        Words.indexed(text).forEach(word -> term(WORD, terms.word(word)));
    }

    private void term(String field, BytesRef term) {
        document.add(new StringField(field, term, Store.NO));
    }

    /// Adds values of metadata, each once.
    private final class Metadata implements MetadataValues.Receiver {

        @Override
        public void field(Field field) {
            var self = FieldTerms.of(organization, field).self();
            if (added.add(self)) {
                term(FIELD, self);
            }
        }

        @Override
        public void text(Field field, String value) {
            var terms = FieldTerms.of(organization, field);
            var exact = terms.exact(value);
            if (added.add(exact)) {
                term(TEXT, exact);
                document.add(new SortedSetDocValuesField(column(field), terms.beginning(value)));
            }
        }

        @Override
        public void words(Field field, String value) {
            var terms = FieldTerms.of(organization, field);
            if (Fields.isArrayOfTexts(field)) {
                var words = Words.indexed(value).stream().map(terms::word).toList();
                document.add(new org.apache.lucene.document.Field(ELEMENT, new ElementWords(words), ElementWords.TYPE));
                return;
            }
            for (var word : Words.indexed(value)) {
                var term = terms.word(word);
                if (added.add(term)) {
                    term(WORD, term);
                }
            }
        }

        @Override
        public void number(Field field, long encoded) {
            var terms = FieldTerms.of(organization, field);
            document.add(new BinaryPoint(NUMBER, terms.dimension(), sortable(encoded)));
            document.add(new SortedSetDocValuesField(column(field), terms.number(encoded)));
        }

        @Override
        public void position(Field field, double latitude, double longitude) {
            var terms = FieldTerms.of(organization, field);
            var south = Numbers.of(latitude);
            var west = Numbers.of(longitude);
            document.add(new BinaryPoint(POSITION, terms.dimension(), sortable(south), sortable(west)));
            document.add(new SortedSetDocValuesField(column(field), terms.position(south, west)));
        }
    }

    static byte[] sortable(long encoded) {
        var bytes = new byte[Long.BYTES];
        NumericUtils.longToSortableBytes(encoded, bytes, 0);
        return bytes;
    }
}
