/// `sluice serve`: everything in one JVM. [io.sluice.standalone.serve.Standalone] is where the parts are put together;
/// [io.sluice.standalone.serve.StandaloneConfig] is their one configuration.
@NullMarked
package io.sluice.standalone.serve;

import org.jspecify.annotations.NullMarked;
