/// The console: the page at `/console`, its assets, and the headers that protect it. The page itself consists of
/// the files in the resource directory `console`; it uses the public routes like any other client.
@NullMarked
package io.sluice.ingest.console;

import org.jspecify.annotations.NullMarked;
