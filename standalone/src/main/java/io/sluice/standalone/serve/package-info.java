/// The command `sluice serve`, everything in one JVM: [io.sluice.standalone.serve.Standalone] starts the
/// services; [io.sluice.standalone.serve.StandaloneConfig] is their configuration.
@NullMarked
package io.sluice.standalone.serve;

import org.jspecify.annotations.NullMarked;
