/// Changes of existing images: deletion and restoration ([io.sluice.ingest.change.DeletionRoutes]), options
/// and name ([io.sluice.ingest.change.OptionRoutes]), and metadata. The routes publish commands, the catalog
/// decides them.
@NullMarked
package io.sluice.ingest.change;

import org.jspecify.annotations.NullMarked;
