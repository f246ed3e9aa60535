/// The upload commands that a form asks for: [io.sluice.ingest.upload.plan.UploadPlan].
@NullMarked
package io.sluice.ingest.upload.plan;

import org.jspecify.annotations.NullMarked;
