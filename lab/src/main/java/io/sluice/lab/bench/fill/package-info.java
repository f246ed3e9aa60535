/// Large organizations for benchmarks, made without uploading each image. Start with
/// [io.sluice.lab.bench.fill.OrganizationFill].
@NullMarked
package io.sluice.lab.bench.fill;

import org.jspecify.annotations.NullMarked;
