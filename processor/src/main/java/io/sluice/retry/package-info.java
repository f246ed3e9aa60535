/// The retry schedule of uploads that failed temporarily: [io.sluice.retry.Retries] reads `sluice.retries` and
/// publishes due commands to `sluice.uploads` again.
///
/// It is a separate Streams application, not a part of the catalog's: neither stops when the other does, and a
/// change to one does not affect the state of the other.
@NullMarked
package io.sluice.retry;

import org.jspecify.annotations.NullMarked;
