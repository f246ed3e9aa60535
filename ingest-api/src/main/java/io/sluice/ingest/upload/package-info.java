/// How files come in: [io.sluice.ingest.upload.UploadRoute] streams bodies to the object store while they arrive,
/// publishes what is to be done with them and answers with the outcome.
@NullMarked
package io.sluice.ingest.upload;

import org.jspecify.annotations.NullMarked;
