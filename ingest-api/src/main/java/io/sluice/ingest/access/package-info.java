/// Access control: [io.sluice.ingest.access.Authorizer] authenticates and authorizes requests from the
/// account view.
@NullMarked
package io.sluice.ingest.access;

import org.jspecify.annotations.NullMarked;
