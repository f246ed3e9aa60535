package io.sluice.search.index;

import io.sluice.search.Comparison;
import io.sluice.search.Numbers;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.DocIdSetBuilder;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/// The query for positions within a distance, on the points of [SearchFields#POSITION].
final class NearQuery extends Query {

    /// Meters of a degree of latitude.
    private static final double METERS = Math.PI * Distance.EARTH_RADIUS / 180;

    private final Dimension field;
    private final Comparison.Near near;

    /// The first dimension of the field's points.
    private record Dimension(String hex, long value) {}

    NearQuery(byte[] dimension, Comparison.Near near) {
        this.field = new Dimension(HexFormat.of().formatHex(dimension), NumericUtils.sortableBytesToLong(dimension, 0));
        this.near = near;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
                var points = context.reader().getPointValues(SearchFields.POSITION);
                if (points == null) {
                    return null;
                }
                var documents = new DocIdSetBuilder(context.reader().maxDoc(), points);
                points.intersect(new Visitor(documents));
                var iterator = documents.build().iterator();
                return ConstantScoreScorerSupplier.fromIterator(
                        iterator == null ? DocIdSetIterator.empty() : iterator,
                        score(),
                        scoreMode,
                        context.reader().maxDoc());
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return true;
            }
        };
    }

    /// Cells are excluded by field and latitude; the points of the others are measured.
    private final class Visitor implements PointValues.IntersectVisitor {

        private final DocIdSetBuilder documents;
        private DocIdSetBuilder.@Nullable BulkAdder adder;

        Visitor(DocIdSetBuilder documents) {
            this.documents = documents;
        }

        @Override
        public void grow(int count) {
            adder = documents.grow(count);
        }

        @Override
        public void visit(int document) {
            throw new IllegalStateException("no cell is inside as a whole");
        }

        @Override
        public void visit(int document, byte[] packed) {
            if (NumericUtils.sortableBytesToLong(packed, 0) == field.value
                    && Distance.meters(near.latitude(), near.longitude(), latitude(packed), longitude(packed))
                            <= near.meters()) {
                (adder == null ? documents.grow(1) : adder).add(document);
            }
        }

        @Override
        public PointValues.Relation compare(byte[] least, byte[] greatest) {
            var isOutside = NumericUtils.sortableBytesToLong(least, 0) > field.value
                    || NumericUtils.sortableBytesToLong(greatest, 0) < field.value
                    || (latitude(least) - near.latitude()) * METERS > near.meters() + 1
                    || (near.latitude() - latitude(greatest)) * METERS > near.meters() + 1;
            return isOutside ? PointValues.Relation.CELL_OUTSIDE_QUERY : PointValues.Relation.CELL_CROSSES_QUERY;
        }
    }

    private static double latitude(byte[] packed) {
        return Numbers.toDouble(NumericUtils.sortableBytesToLong(packed, Long.BYTES));
    }

    private static double longitude(byte[] packed) {
        return Numbers.toDouble(NumericUtils.sortableBytesToLong(packed, 2 * Long.BYTES));
    }

    @Override
    public void visit(QueryVisitor visitor) {
        if (visitor.acceptField(SearchFields.POSITION)) {
            visitor.visitLeaf(this);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NearQuery query && query.field.equals(field) && query.near.equals(near);
    }

    @Override
    public int hashCode() {
        return Objects.hash(field, near);
    }

    @Override
    public String toString(String defaultField) {
        return SearchFields.POSITION + ':' + field.hex + ' ' + near;
    }
}
