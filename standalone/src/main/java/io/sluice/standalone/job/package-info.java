/// `sluice copy-all`, `delete-all` and `job`: work on whole organizations, which the server does and goes on
/// with whether anybody looks on or not. Start with [io.sluice.standalone.job.CopyAllCommand].
@NullMarked
package io.sluice.standalone.job;

import org.jspecify.annotations.NullMarked;
