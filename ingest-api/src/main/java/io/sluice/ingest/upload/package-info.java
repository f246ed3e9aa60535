/// Uploads: [io.sluice.ingest.upload.UploadRoute] streams bodies to the object store as they arrive,
/// publishes the upload commands and responds with the outcome.
@NullMarked
package io.sluice.ingest.upload;

import org.jspecify.annotations.NullMarked;
