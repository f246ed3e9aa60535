/// Fetches files from addresses that strangers chose: [io.sluice.fetch.UrlFetcher] to start with. Everything a
/// fetch may reach, how long it may take and how much it may bring is bounded here. Only `io.sluice.worker`
/// calls it.
@NullMarked
package io.sluice.fetch;

import org.jspecify.annotations.NullMarked;
