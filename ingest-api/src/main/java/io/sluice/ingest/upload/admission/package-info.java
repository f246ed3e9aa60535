/// The decision whether an upload is accepted now ([io.sluice.ingest.upload.admission.Admission]): limits of
/// the rate and of the backlog of the queue.
@NullMarked
package io.sluice.ingest.upload.admission;

import org.jspecify.annotations.NullMarked;
