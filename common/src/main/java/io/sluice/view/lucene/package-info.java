/// What the views with a Lucene index share ([io.sluice.view.lucene.IndexedView]): an index on disk that is
/// written while it is searched ([io.sluice.view.lucene.LiveIndex]), its directory and its metrics.
@NullMarked
package io.sluice.view.lucene;

import org.jspecify.annotations.NullMarked;
