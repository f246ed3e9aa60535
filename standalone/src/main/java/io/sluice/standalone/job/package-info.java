/// The commands `sluice copy-all`, `delete-all` and `job`: jobs over whole organizations, which run on the
/// server independently of the command. Start with [io.sluice.standalone.job.CopyAllCommand].
@NullMarked
package io.sluice.standalone.job;

import org.jspecify.annotations.NullMarked;
