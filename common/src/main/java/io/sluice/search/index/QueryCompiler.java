package io.sluice.search.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.Organization;
import io.sluice.search.Comparison;
import io.sluice.search.Condition;
import io.sluice.search.Field;
import io.sluice.search.Fields;
import io.sluice.search.Numbers;
import io.sluice.search.Words;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/// Translates conditions into Lucene queries on the images of one organization.
final class QueryCompiler {

    private final Organization organization;
    private final Query everything;
    private final HashQueries hashes;

    /// @param everything the query for all images that the search is about; every result is one of them
    QueryCompiler(Organization organization, Query everything, HashQueries hashes) {
        this.organization = organization;
        this.everything = everything;
        this.hashes = hashes;
    }

    Query compile(Condition condition) {
        if (condition.equals(Condition.all())) {
            return everything;
        }
        return new BooleanQuery.Builder()
                .add(everything, Occur.FILTER)
                .add(query(condition), Occur.FILTER)
                .build();
    }

    private Query query(Condition condition) {
        return switch (condition) {
            case Condition.And(var all) -> all(all.stream().map(this::query).toList());
            case Condition.Or(var any) -> any(any.stream().map(this::query).toList());
            case Condition.Not(var negated) -> without(query(negated));
            case Condition.Match(var field, var test) -> match(field, test);
        };
    }

    private Query without(Query excluded) {
        return new BooleanQuery.Builder()
                .add(everything, Occur.FILTER)
                .add(excluded, Occur.MUST_NOT)
                .build();
    }

    private Query all(List<Query> queries) {
        if (queries.isEmpty()) {
            return everything;
        }
        var builder = new BooleanQuery.Builder();
        queries.forEach(query -> builder.add(query, Occur.FILTER));
        return builder.build();
    }

    private static Query any(List<Query> queries) {
        var builder = new BooleanQuery.Builder();
        queries.forEach(query -> builder.add(query, Occur.SHOULD));
        return builder.build();
    }

    private Query match(Field field, Comparison test) {
        return switch (test) {
            case Comparison.Present() -> present(field);
            case Comparison.Equal(var text) -> equal(field, text);
            case Comparison.StartsWith(var prefix) -> startsWith(field, prefix);
            case Comparison.Contains(var text, var prefix) -> contains(field, text, prefix);
            case Comparison.Between(var from, var to) -> between(field, from, to);
            case Comparison.Near near ->
                new NearQuery(FieldTerms.of(organization, field).dimension(), near);
            case Comparison.Inside inside -> inside(field, inside);
        };
    }

    private Query present(Field field) {
        if (SearchFields.isOwnNumber(field)) {
            return LongField.newRangeQuery(SearchFields.own(field), Numbers.LEAST, Numbers.GREATEST);
        }
        if (SearchFields.isOwn(field)) {
            return everything;
        }
        return new TermQuery(
                new Term(SearchFields.FIELD, FieldTerms.of(organization, field).self()));
    }

    private Query equal(Field field, String text) {
        return isHash(field)
                ? hash(field, text, text.length() == 40 || field.equals(Fields.SHORT_HASH))
                : new TermQuery(new Term(
                        SearchFields.TEXT, FieldTerms.of(organization, field).exact(text)));
    }

    private static boolean isHash(Field field) {
        return SearchFields.isOwnHash(field) || field.equals(Fields.SHORT_HASH);
    }

    private Query hash(Field field, String digits, boolean isWhole) {
        return isWhole ? hashes.equal(field, digits) : new MatchNoDocsQuery("not the length of a hash");
    }

    /// The ordinals of a column are compared, rather than the terms of an index merged: that takes the same
    /// time however many values begin with the prefix.
    private Query startsWith(Field field, String prefix) {
        if (isHash(field)) {
            return hashes.startingWith(field, prefix);
        }
        if (SearchFields.isOwn(field)) {
            var first = new BytesRef(prefix.getBytes(UTF_8));
            return SortedDocValuesField.newSlowRangeQuery(SearchFields.own(field), first, behind(first), true, false);
        }
        var first = FieldTerms.of(organization, field).raw(prefix.getBytes(UTF_8));
        return all(List.of(
                present(field),
                SortedSetDocValuesField.newSlowRangeQuery(
                        SearchFields.column(field), first, behind(first), true, false)));
    }

    /// Returns a term behind all that begin with `prefix`: no UTF-8 text contains the byte 0xFF.
    private static BytesRef behind(BytesRef prefix) {
        var bytes = new byte[prefix.length + 1];
        System.arraycopy(prefix.bytes, prefix.offset, bytes, 0, prefix.length);
        bytes[prefix.length] = (byte) 0xFF;
        return new BytesRef(bytes);
    }

    private Query contains(Field field, String text, boolean prefix) {
        var runs = Words.runs(text);
        var queries = new ArrayList<Query>();
        for (var i = 0; i < runs.size(); i++) {
            queries.add(run(field, runs.get(i), prefix && i == runs.size() - 1));
        }
        var everywhere = all(queries);
        var isOneWord = runs.size() == 1 && runs.getFirst().parts().size() == 1;
        return isOneWord || !Fields.isArrayOfTexts(field)
                ? everywhere
                : new ElementQuery(FieldTerms.of(organization, field), runs, prefix, everywhere);
    }

    /// A run of letters is found as one word or by its parts.
    private Query run(Field field, Words.Run run, boolean prefix) {
        var parts = run.parts();
        var joined = word(field, run.joined(), prefix);
        if (parts.size() == 1) {
            return joined;
        }
        var last = parts.size() - 1;
        var queries = new ArrayList<Query>();
        for (var i = 0; i <= last; i++) {
            queries.add(word(field, parts.get(i), prefix && i == last));
        }
        return any(List.of(joined, all(queries)));
    }

    private Query word(Field field, String word, boolean prefix) {
        var term = new Term(
                SearchFields.words(field), FieldTerms.of(organization, field).word(word));
        return prefix ? new PrefixQuery(term) : new TermQuery(term);
    }

    private Query between(Field field, long from, long to) {
        if (from > to) {
            return new MatchNoDocsQuery("an empty range");
        }
        if (SearchFields.isOwnNumber(field)) {
            return LongField.newRangeQuery(SearchFields.own(field), from, to);
        }
        var terms = FieldTerms.of(organization, field);
        var dimension = terms.dimension();
        return new IndexOrDocValuesQuery(
                BinaryPoint.newRangeQuery(
                        SearchFields.NUMBER,
                        new byte[][] {dimension, SearchFields.sortable(from)},
                        new byte[][] {dimension, SearchFields.sortable(to)}),
                SortedSetDocValuesField.newSlowRangeQuery(
                        SearchFields.column(field), terms.number(from), terms.number(to), true, true));
    }

    private Query inside(Field field, Comparison.Inside box) {
        if (box.west() <= box.east()) {
            return box(field, box.south(), box.west(), box.north(), box.east());
        }
        return any(List.of(
                box(field, box.south(), box.west(), box.north(), Double.POSITIVE_INFINITY),
                box(field, box.south(), Double.NEGATIVE_INFINITY, box.north(), box.east())));
    }

    private Query box(Field field, double south, double west, double north, double east) {
        var dimension = FieldTerms.of(organization, field).dimension();
        return BinaryPoint.newRangeQuery(
                SearchFields.POSITION,
                new byte[][] {
                    dimension, SearchFields.sortable(Numbers.of(south)), SearchFields.sortable(Numbers.of(west))
                },
                new byte[][] {
                    dimension, SearchFields.sortable(Numbers.of(north)), SearchFields.sortable(Numbers.of(east))
                });
    }
}
