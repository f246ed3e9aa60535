/// Keeps uploads that met a passing fault until their next attempt is due: [io.sluice.retry.Retries], fed by
/// `sluice.retries`, puts them back on `sluice.uploads`.
///
/// It is a Streams application of its own, not a part of the catalog's: neither stops when the other does, and a change
/// to one leaves the state of the other where it is.
@NullMarked
package io.sluice.retry;

import org.jspecify.annotations.NullMarked;
