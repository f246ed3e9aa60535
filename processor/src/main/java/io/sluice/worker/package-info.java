/// The work on uploads: takes commands off `sluice.uploads`, brings their bytes into the store, looks at them,
/// converts them when asked and tells the catalog. [io.sluice.worker.UploadWorkers] to start with, then
/// [io.sluice.worker.UploadProcessing], which is one upload from end to end. Only `standalone` starts it.
@NullMarked
package io.sluice.worker;

import org.jspecify.annotations.NullMarked;
