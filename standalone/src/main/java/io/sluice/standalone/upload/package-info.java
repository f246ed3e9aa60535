/// Uploads from the command line: the command `sluice upload`, [io.sluice.standalone.upload.UploadCommand], and
/// the upload of one [io.sluice.standalone.upload.Item] with retries, which `sluice ingest` uses as well.
@NullMarked
package io.sluice.standalone.upload;

import org.jspecify.annotations.NullMarked;
