/// Copies of images into other organizations ([io.sluice.ingest.copy.CopyRoutes]) and jobs over all images of
/// an organization ([io.sluice.ingest.copy.JobRoutes]). The routes publish commands, the copier executes
/// them.
@NullMarked
package io.sluice.ingest.copy;

import org.jspecify.annotations.NullMarked;
