package io.sluice.search;

import java.util.List;

/// A search in the images of one organization.
///
/// @param filter the condition that images have to meet
/// @param facets fields to count the values of, at most [Facet#MAX_FIELDS]
public record Search(Condition filter, Sort sort, List<Field> facets) {

    /// All images, newest first.
    public static final Search ALL = new Search(Condition.all(), Sort.DEFAULT, List.of());

    public Search {
        facets = List.copyOf(facets);
    }

    /// Returns whether the search is the list of all images, newest first.
    public boolean isPlainList() {
        return filter.equals(Condition.all()) && sort.equals(Sort.DEFAULT) && facets.isEmpty();
    }
}
