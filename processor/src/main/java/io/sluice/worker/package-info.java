/// The workers: they take upload commands that a dispatcher hands out, process them
/// ([io.sluice.worker.upload.UploadProcessing]) and publish the results. [io.sluice.worker.UploadWorkers]
/// starts them. [io.sluice.worker.BlobPurger] deletes blobs that no image refers to.
@NullMarked
package io.sluice.worker;

import org.jspecify.annotations.NullMarked;
