/// Sign-up, users and organizations: start with [io.sluice.ingest.account.UserRoutes].
@NullMarked
package io.sluice.ingest.account;

import org.jspecify.annotations.NullMarked;
