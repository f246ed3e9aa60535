/// Tokens: time-limited credentials that stand for an API key. [io.sluice.ingest.token.Tokens] signs and
/// verifies [io.sluice.ingest.token.ApiToken]s, and [io.sluice.ingest.token.Networks] are the addresses that
/// one may be used from.
@NullMarked
package io.sluice.ingest.token;

import org.jspecify.annotations.NullMarked;
