/// One upload from end to end: [io.sluice.worker.upload.UploadProcessing] fetches its bytes into the store,
/// identifies them, converts them on request, and returns an [io.sluice.worker.upload.UploadResult].
@NullMarked
package io.sluice.worker.upload;

import org.jspecify.annotations.NullMarked;
