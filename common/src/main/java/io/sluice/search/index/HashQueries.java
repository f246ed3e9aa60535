package io.sluice.search.index;

import io.sluice.search.Field;
import org.apache.lucene.search.Query;

/// Queries for hashes, whose terms belong to the identity of an image rather than to searches.
public interface HashQueries {

    /// Returns the query for images with exactly this hash in `field`.
    Query equal(Field field, String hash);

    /// Returns the query for images whose hash in `field` begins with these digits.
    Query startingWith(Field field, String digits);
}
