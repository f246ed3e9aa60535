/// Fetches of files from untrusted URLs; start with [io.sluice.fetch.UrlFetcher]. The package limits the
/// reachable addresses, the duration and the size of a fetch. Called by `worker` and `webhook`.
@NullMarked
package io.sluice.fetch;

import org.jspecify.annotations.NullMarked;
