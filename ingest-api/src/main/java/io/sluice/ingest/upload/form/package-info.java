/// The body of an upload: parts of `multipart/form-data` are read as they arrive, their files are staged in
/// the object store, and the result is an [io.sluice.ingest.upload.form.UploadForm].
@NullMarked
package io.sluice.ingest.upload.form;

import org.jspecify.annotations.NullMarked;
