package io.sluice.search.index;

import io.sluice.search.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/// Finds documents of which one element of an array contains all words, see [ElementWords].
///
/// A run of letters is there as one word or by all of its parts, so for each part, the part or the run is at
/// the position of the element.
final class ElementQuery extends Query {

    /// Maximum number of words that are compared by position. When more words begin with a prefix, the words
    /// may be in different elements.
    private static final int MAX_TERMS = 800;

    private final FieldTerms terms;
    private final List<Words.Run> runs;
    private final boolean prefix;
    private final Query inAnyElements;

    /// @param prefix        whether the last word may be the beginning of one
    /// @param inAnyElements the query for documents that contain all words
    ElementQuery(FieldTerms terms, List<Words.Run> runs, boolean prefix, Query inAnyElements) {
        this.terms = terms;
        this.runs = List.copyOf(runs);
        this.prefix = prefix;
        this.inAnyElements = inAnyElements;
    }

    @Override
    public Query rewrite(IndexSearcher searcher) throws IOException {
        var phrase = new MultiPhraseQuery.Builder();
        var count = 0;
        for (var i = 0; i < runs.size(); i++) {
            var parts = runs.get(i).parts();
            var isOpen = prefix && i == runs.size() - 1;
            var joined = words(searcher, runs.get(i).joined(), isOpen);
            for (var p = 0; p < parts.size(); p++) {
                var alternatives = new ArrayList<>(joined);
                if (parts.size() > 1) {
                    alternatives.addAll(words(searcher, parts.get(p), isOpen && p == parts.size() - 1));
                }
                if (alternatives.isEmpty()) {
                    return new MatchNoDocsQuery("no word begins like that");
                }
                count += alternatives.size();
                if (count > MAX_TERMS) {
                    return inAnyElements;
                }
                phrase.add(alternatives.toArray(Term[]::new), 0);
            }
        }
        return phrase.build();
    }

    private List<Term> words(IndexSearcher searcher, String word, boolean isOpen) throws IOException {
        var term = terms.word(word);
        if (!isOpen) {
            return List.of(new Term(SearchFields.ELEMENT, term));
        }
        var found = new ArrayList<Term>();
        var all = MultiTerms.getTerms(searcher.getIndexReader(), SearchFields.ELEMENT);
        if (all == null) {
            return found;
        }
        var words = all.iterator();
        if (words.seekCeil(term) == TermsEnum.SeekStatus.END) {
            return found;
        }
        for (var next = words.term();
                next != null && StringHelper.startsWith(next, term) && found.size() <= MAX_TERMS;
                next = words.next()) {
            found.add(new Term(SearchFields.ELEMENT, BytesRef.deepCopyOf(next)));
        }
        return found;
    }

    @Override
    public void visit(QueryVisitor visitor) {
        inAnyElements.visit(visitor);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ElementQuery query
                && query.prefix == prefix
                && query.runs.equals(runs)
                && query.terms.first().equals(terms.first());
    }

    @Override
    public int hashCode() {
        return Objects.hash(terms.first(), runs, prefix);
    }

    @Override
    public String toString(String defaultField) {
        return SearchFields.ELEMENT + ':' + runs + (prefix ? "*" : "");
    }
}
