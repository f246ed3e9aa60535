/// The counting of facets in a Lucene index: [io.sluice.search.facet.FacetCounter] to start with. Searches use
/// it; it does not know how fields are indexed, only in which [io.sluice.search.facet.Column] their values are.
@NullMarked
package io.sluice.search.facet;

import org.jspecify.annotations.NullMarked;
