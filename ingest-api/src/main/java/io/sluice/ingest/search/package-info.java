/// Searches in requests: [io.sluice.ingest.search.SearchParameters] reads conditions, sort order and facets
/// from a query string, [io.sluice.ingest.search.ListRequest] the whole request for a page, which it also
/// answers.
@NullMarked
package io.sluice.ingest.search;

import org.jspecify.annotations.NullMarked;
