/// The query model of the image catalog, independent of HTTP and of the index: a [io.sluice.search.Search]
/// has a [io.sluice.search.Condition], a [io.sluice.search.Sort] and the fields to count values of.
///
/// [io.sluice.search.text] reads it from text, [io.sluice.search.index] executes it on a Lucene index.
@NullMarked
package io.sluice.search;

import org.jspecify.annotations.NullMarked;
