/// Changing images that are there: deleting and restoring ([io.sluice.ingest.change.DeletionRoutes]), their options and
/// name ([io.sluice.ingest.change.OptionRoutes]) and their metadata. The catalog decides, the routes ask and tell.
@NullMarked
package io.sluice.ingest.change;

import org.jspecify.annotations.NullMarked;
