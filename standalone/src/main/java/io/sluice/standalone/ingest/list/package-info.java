/// Lists of items to ingest, as text, CSV or NDJSON: [io.sluice.standalone.ingest.list.ItemList] reads them for
/// `sluice ingest @LIST`.
@NullMarked
package io.sluice.standalone.ingest.list;

import org.jspecify.annotations.NullMarked;
