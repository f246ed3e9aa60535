/// Searches on a Lucene index: [io.sluice.search.index.SearchFields] writes the searchable values of an image
/// into its document, [io.sluice.search.index.ImageSearch] finds, sorts and counts.
@NullMarked
package io.sluice.search.index;

import org.jspecify.annotations.NullMarked;
