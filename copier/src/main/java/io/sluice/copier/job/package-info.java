/// A job and its progress: [io.sluice.copier.job.JobState] is its record in the store, and
/// [io.sluice.copier.job.Jobs] are those of one stream task.
@NullMarked
package io.sluice.copier.job;

import org.jspecify.annotations.NullMarked;
