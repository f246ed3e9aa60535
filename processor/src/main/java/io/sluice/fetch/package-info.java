/// Requests to untrusted URLs: [io.sluice.fetch.UrlFetcher] fetches files for `worker`, and
/// [io.sluice.fetch.UrlPoster] sends messages for `webhook`. Address, duration and size of each are limited.
@NullMarked
package io.sluice.fetch;

import org.jspecify.annotations.NullMarked;
