/// Copying images into other organizations ([io.sluice.ingest.copy.CopyRoutes]) and what is done to all images of one
/// as a job ([io.sluice.ingest.copy.JobRoutes]). The copier does it, the routes ask and tell.
@NullMarked
package io.sluice.ingest.copy;

import org.jspecify.annotations.NullMarked;
