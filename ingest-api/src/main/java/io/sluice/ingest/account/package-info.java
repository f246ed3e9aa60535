/// Signing up, users and organizations: start with [io.sluice.ingest.account.AccountRoutes].
@NullMarked
package io.sluice.ingest.account;

import org.jspecify.annotations.NullMarked;
