/// Uploads from the command line: the command `sluice upload`, [io.sluice.standalone.upload.UploadCommand], and
/// the upload of an [io.sluice.standalone.upload.Item], or several small ones, with retries, which `sluice ingest`
/// uses as well.
@NullMarked
package io.sluice.standalone.upload;

import org.jspecify.annotations.NullMarked;
